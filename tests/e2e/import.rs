//! `khobor import wordpress`, `disqus` and `blogger` as a newsroom uses them: a whole site from a small export, twice, on top of editors'
//! work, and from broken files.

mod again;
mod builders;

use crate::harness::Site;
use std::fs;
use std::path::Path;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5.5" created="2026-11-20 03:52" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>মোহনার ডাক</title><link>https://mohona.example</link><description>ঘাটের খবর</description><language>bn-BD</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://mohona.example</wp:base_site_url><wp:base_blog_url>https://mohona.example</wp:base_blog_url>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[shapla]]></wp:author_login><wp:author_email><![CDATA[gopon@mohona.example]]></wp:author_email><wp:author_display_name><![CDATA[শাপলা বেগম]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>ghat</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[ঘাট]]></wp:cat_name></wp:category>
"#;

struct Post<'a> {
    id: u32,
    name: &'a str,
    title: &'a str,
    text: &'a str,
    more: &'a str,
}

fn item(post: &Post<'_>) -> String {
    let Post {
        id,
        name,
        title,
        text,
        more,
    } = post;
    format!(
        "<item><title><![CDATA[{title}]]></title><link>https://mohona.example/2021/04/05/{name}/</link><dc:creator><![CDATA[shapla]]></dc:creator>\
         <content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{id}</wp:post_id>\
         <wp:post_date><![CDATA[2021-04-05 10:00:00]]></wp:post_date><wp:post_date_gmt><![CDATA[2021-04-05 04:00:00]]></wp:post_date_gmt>\
         <wp:post_name><![CDATA[{name}]]></wp:post_name><wp:status><![CDATA[publish]]></wp:status><wp:post_parent>0</wp:post_parent>\
         <wp:post_type><![CDATA[post]]></wp:post_type><wp:post_password><![CDATA[]]></wp:post_password>\
         <category domain=\"category\" nicename=\"ghat\"><![CDATA[ঘাট]]></category>{more}</item>\n"
    )
}

fn export(posts: &[Post<'_>]) -> String {
    let items: String = posts.iter().map(item).collect();
    format!("{HEAD}{items}</channel></rss>")
}

const COMMENT: &str = "<wp:comment><wp:comment_id>41</wp:comment_id><wp:comment_author><![CDATA[পাঠক]]></wp:comment_author><wp:comment_author_email><![CDATA[pathok@gopon.example]]></wp:comment_author_email><wp:comment_author_IP><![CDATA[203.0.113.77]]></wp:comment_author_IP><wp:comment_date_gmt><![CDATA[2021-04-06 04:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[সঙ্গে আছি।]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>";

fn two_posts(text: &str) -> String {
    export(&[
        Post {
            id: 5,
            name: "ghater-kotha",
            title: "ঘাটের কথা",
            text,
            more: COMMENT,
        },
        Post {
            id: 6,
            name: "khea",
            title: "খেয়া বন্ধ",
            text: "প্রথম লাইন\nদ্বিতীয় লাইন\n\n<a href=\"/?p=5\">আগের খবর</a> *তারা* [unknown_code a=\"1\"]কথা[/unknown_code]",
            more: "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value><![CDATA[khea-bondho]]></wp:meta_value></wp:postmeta>",
        },
    ])
}

fn all_text(root: &Path) -> String {
    let files = walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let files = files.filter(|e| e.file_type().is_file());
    files.filter_map(|e| fs::read_to_string(e.path()).ok()).collect()
}

fn import(site: &Site, text: &str, more: &[&str]) -> crate::harness::Run {
    let path = site.path("../export.xml");
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let mut arguments = vec!["import", "wordpress", path.as_str(), "--lang", "en"];
    arguments.extend(more);
    site.run(&arguments)
}

#[test]
fn a_whole_site_comes_and_builds() {
    let site = Site::bare();
    import(&site, &two_posts("এক কথা।\n\nদুই কথা।"), &[])
        .ok()
        .prints("stories: 2");
    site.run(&["build"]).ok();
    let page = site.read("public/2021/04/05/khea/index.html");
    assert!(
        page.contains("প্রথম লাইন<br>") && page.contains("href=\"/2021/04/05/ghater-kotha/\""),
        "{page}"
    );
    assert!(page.contains("*তারা*") && page.contains("কথা") && !page.contains("unknown_code"));
    assert!(
        site.read("public/2021/04/05/khea-bondho/index.html")
            .contains("/2021/04/05/khea/")
    );
    assert!(
        site.read("public/2021/04/05/ghater-kotha/index.html")
            .contains("comment-41")
    );
    let said = all_text(&site.path("."));
    for private in ["gopon@", "pathok@", "203.0.113.77"] {
        assert!(!said.contains(private), "{private}");
    }
}

#[test]
fn a_second_run_writes_nothing_and_editors_work_stays() {
    let site = Site::bare();
    let first = two_posts("এক কথা।");
    import(&site, &first, &[]).ok();
    let before = site.tree(".");
    import(&site, &first, &[]).ok();
    assert_eq!(before, site.tree("."));
    // An editor writes on, and WordPress changes both stories.
    let edited = "content/ghat/2021-04-05-ghater-kotha.md";
    let text = site.read(edited);
    site.put(edited, text.replace("এক কথা।", "সম্পাদকের কথা।").as_bytes());
    site.remove("content/ghat/2021-04-05-khea.md");
    import(&site, &two_posts("নতুন কথা।"), &[]).ok().says("KH0836");
    assert!(site.read(edited).contains("সম্পাদকের কথা।"));
    assert!(
        site.read(&format!(".khobor-import/conflicts/{edited}"))
            .contains("নতুন কথা।")
    );
    assert!(!site.exists("content/ghat/2021-04-05-khea.md"));
}

#[test]
fn an_address_that_changes_keeps_its_former_one() {
    let site = Site::bare();
    let post = |name| {
        export(&[Post {
            id: 5,
            name,
            title: "ঘাট",
            text: "কথা।",
            more: "",
        }])
    };
    import(&site, &post("purono"), &[]).ok();
    import(&site, &post("notun"), &[]).ok();
    site.run(&["build"]).ok();
    assert!(site.exists("public/2021/04/05/notun/index.html"));
    assert!(
        site.read("public/2021/04/05/purono/index.html")
            .contains("/2021/04/05/notun/")
    );
}

#[test]
fn broken_exports_are_reported_and_cost_no_whole_item() {
    let whole = two_posts("কথা।");
    let cut =
        whole.split("</item>").next().unwrap().to_owned() + "</item><item><title><![CDATA[কাটা খবর]]></title><link>";
    let site = Site::bare();
    import(&site, &cut, &[]).fails().says("KH0827").says("কাটা খবর");
    assert!(!site.exists("content"));
    let partial = import(&site, &cut, &["--partial"]).prints("stories: 1");
    assert_eq!(partial.code, Some(0));
    let site = Site::bare();
    import(
        &site,
        "<rss><channel><item><title>x</title></item></channel></rss>",
        &[],
    )
    .fails()
    .says("KH0825");
    import(&site, "", &[]).fails().says("KH0825");
}

#[test]
fn a_dry_run_writes_nothing() {
    let site = Site::bare();
    import(
        &site,
        &two_posts("কথা।"),
        &["--dry-run", "--report", site.path("../report.md").to_str().unwrap()],
    )
    .ok();
    assert!(!site.exists("content") && !site.exists("khobor.toml") && !site.exists("map.toml"));
    let map = site.path("../map.toml");
    import(&site, &two_posts("কথা।"), &["--dry-run", "--map", map.to_str().unwrap()]).ok();
    assert!(fs::read_to_string(&map).unwrap().contains("ghat = \"ghat\""));
    fs::write(&map, "[sections]\nghat = \"khela\"\n").unwrap();
    import(&site, &two_posts("কথা।"), &["--map", map.to_str().unwrap()]).ok();
    assert!(site.exists("content/khela/2021-04-05-khea.md"));
}

#[test]
fn numbers_that_several_items_have_cost_none_of_them() {
    let site = Site::bare();
    let one = |name, title| Post {
        id: 5,
        name,
        title,
        text: "কথা।",
        more: "",
    };
    import(
        &site,
        &export(&[one("ek", "এক"), one("dui", "দুই"), one("ek", "এক")]),
        &[],
    )
    .ok()
    .prints("stories: 2");
    let before = site.tree(".");
    import(
        &site,
        &export(&[one("ek", "এক"), one("dui", "দুই"), one("ek", "এক")]),
        &[],
    )
    .ok();
    assert_eq!(site.tree("."), before);
}

#[test]
fn a_comment_that_the_old_site_took_off_is_hidden_here() {
    let site = Site::bare();
    let text = two_posts("কথা।");
    import(&site, &text, &[]).ok();
    let trashed = text.replace("<wp:comment_approved>1<", "<wp:comment_approved>trash<");
    import(&site, &trashed, &[]).ok();
    let file = site.read("data/comments/2021/04/05/ghater-kotha.toml");
    assert!(
        file.contains("approved = false") && !file.contains("approved = true"),
        "{file}"
    );
}

#[test]
fn a_first_run_without_uploads_builds_and_a_second_one_with_them_shows_the_picture() {
    let site = Site::bare();
    let text = two_posts("<img src=\"https://mohona.example/wp-content/uploads/2021/04/ghat.png\" alt=\"ঘাট\">");
    import(&site, &text, &[]).ok();
    site.run(&["build"]).ok();
    assert!(
        site.read("content/ghat/2021-04-05-ghater-kotha.md")
            .contains("[ঘাট](https://mohona.example/")
    );
    let uploads = site.path("../uploads/2021/04");
    fs::create_dir_all(&uploads).unwrap();
    let png = image::RgbImage::from_pixel(64, 48, image::Rgb([10, 90, 120]));
    png.save(uploads.join("ghat.png")).unwrap();
    let folder = site.path("../uploads");
    import(&site, &text, &["--uploads", folder.to_str().unwrap()]).ok();
    site.run(&["build"]).ok();
    let page = site.read("public/2021/04/05/ghater-kotha/index.html");
    assert!(
        page.contains("/ghat-64x48.png") || page.contains("uploads/2021/04/ghat.png"),
        "{page}"
    );
}

#[test]
fn comments_of_disqus_find_their_stories() {
    let site = Site::bare();
    import(&site, &two_posts("কথা।"), &[]).ok();
    let text = "<?xml version=\"1.0\"?><disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">\
        <thread dsq:id=\"9\"><id/><link>http://mohona.example/2021/04/05/khea-bondho/?fbclid=x</link></thread>\
        <thread dsq:id=\"10\"><link>http://mohona.example/nai/</link></thread>\
        <post dsq:id=\"70\"><message><![CDATA[<p>ভালো</p>]]></message><createdAt>2022-01-02T00:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><email>d@gopon.example</email><name>বেবি</name></author><thread dsq:id=\"9\"/></post>\
        <post dsq:id=\"71\"><message><![CDATA[<p>হারানো</p>]]></message><createdAt>2022-01-02T00:00:00Z</createdAt><author><name>বেবি</name></author><thread dsq:id=\"10\"/></post></disqus>";
    let path = site.path("../disqus.xml");
    fs::write(&path, text).unwrap();
    let arguments = ["import", "disqus", path.to_str().unwrap(), "--lang", "en"];
    site.run(&arguments).ok().says("KH0842");
    let comments = site.read("data/comments/2021/04/05/khea.toml");
    assert!(comments.contains("id = \"d70\"") && !comments.contains('@'));
    // What the engine remembers of reading is no part of the site.
    let tree = || {
        let mut tree = site.tree(".");
        tree.retain(|path, _| !path.starts_with(".khobor/"));
        tree
    };
    let before = tree();
    site.run(&arguments).ok();
    let after = tree();
    let changed: Vec<_> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(changed.is_empty() && before.len() == after.len(), "{changed:?}");
}

#[test]
fn a_blog_of_blogger_comes() {
    let entry = |id: u32, kind: &str, more: &str| {
        format!(
            "<entry><id>tag:blogger.com,1999:blog-1.post-{id}</id><published>2015-03-0{id}T10:00:00.001+06:00</published>\
             <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>{more}</entry>"
        )
    };
    let post = entry(
        1,
        "post",
        "<category scheme='http://www.blogger.com/atom/ns#' term='নদী'/><title type='text'>ঘাট</title><content type='html'>এক&lt;br /&gt;&lt;br /&gt;দুই</content><link rel='alternate' href='http://b.example/2015/03/blog-post.html'/><author><name>শাপলা</name></author>",
    );
    let comment = entry(
        2,
        "comment",
        "<content type='html'>ঠিক</content><author><name>Unknown</name></author><thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-1'/>",
    );
    let draft = entry(
        3,
        "post",
        "<app:control><app:draft>yes</app:draft></app:control><title>খসড়া</title><content>গোপন</content>",
    );
    let feed = format!(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>ব্লগ</title>{post}{comment}{draft}</feed>"
    );
    let site = Site::bare();
    let path = site.path("../blog.xml");
    fs::write(&path, feed).unwrap();
    site.run(&["import", "blogger", path.to_str().unwrap(), "--lang", "en"])
        .ok()
        .prints("stories: 2");
    site.run(&["build"]).ok();
    assert!(site.read("public/2015/03/blog-post/index.html").contains("<p>এক</p>"));
    assert!(site.exists("public/2015/03/blog-post.html"));
    assert!(site.read("data/comments/2015/03/blog-post.toml").contains("অজ্ঞাত"));
    assert!(
        !site
            .output()
            .values()
            .any(|b| String::from_utf8_lossy(b).contains("গোপন"))
    );
}

#[test]
fn folders_of_hugo_and_jekyll_come_twice() {
    let site = Site::bare();
    let from = site.path("../hugo");
    let put = |path: &str, text: &str| {
        let path = from.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "hugo.toml",
        "baseURL = \"https://mohona.example/\"\ntitle = \"মোহনা\"\n[permalinks]\nkhobor = \"/:year/:month/:slug/\"\n",
    );
    put("content/khobor/_index.md", "---\ntitle: খবর\n---\n");
    put(
        "content/khobor/ghat/index.md",
        "---\ntitle: 'ঘাট: বন্ধ'\ndate: 2021-02-03T10:00:00+06:00\ntags: [নদী]\nauthor: শাপলা\naliases: [/old/ghat/]\n---\n১. এক\n\n{{< figure src=\"a.png\" alt=\"ঘাট\" caption=\"ঘাটে\" >}}\n\n{{% note %}}টীকা{{% /note %}} [পরে]({{< ref \"khea.md\" >}})\n",
    );
    put(
        "content/khobor/khea.md",
        "+++\ntitle = \"খেয়া\"\ndate = 2021-03-04\ndraft = true\n+++\nগোপন\n",
    );
    let png = image::RgbImage::from_pixel(64, 48, image::Rgb([10, 90, 120]));
    png.save(from.join("content/khobor/ghat/a.png")).unwrap();
    let arguments = ["import", "hugo", from.to_str().unwrap(), "--lang", "en"];
    site.run(&arguments).ok().prints("stories: 2");
    let before = site.tree(".");
    site.run(&arguments).ok();
    assert_eq!(site.tree("."), before, "a second run writes nothing");
    site.run(&["build"]).ok();
    let page = site.read("public/2021/02/ghat/index.html");
    assert!(
        page.contains("১. এক") && page.contains("টীকা") && page.contains("/a-64x48.png"),
        "{page}"
    );
    assert!(site.exists("public/old/ghat/index.html") && !all_text(&site.path("public")).contains("গোপন"));

    let site = Site::bare();
    let from = site.path("../jekyll");
    fs::create_dir_all(from.join("_posts")).unwrap();
    fs::write(
        from.join("_config.yml"),
        "title: মোহনা\nurl: https://mohona.example\npermalink: pretty\n",
    )
    .unwrap();
    fs::write(
        from.join("_posts/2021-02-03-ghat.md"),
        "---\ntitle: ঘাট\ncategories: [নদী]\nredirect_from: /purono/\n---\nকথা {: .x}\n{% highlight rust %}\n{% x %}\n{% endhighlight %}\n{% weather dhaka %}\n",
    )
    .unwrap();
    site.run(&["import", "jekyll", from.to_str().unwrap(), "--lang", "en"])
        .ok()
        .prints("stories: 1");
    site.run(&["build"]).ok();
    let text = site.read("content/নদী/2021-02-03-ghat.md");
    assert!(
        !text.contains("{:") && !text.contains("weather") && text.contains("/purono/"),
        "{text}"
    );
    assert!(site.read("import-report.md").contains("weather"));
}

#[test]
fn pictures_beside_stories_stay_without_the_uploads() {
    let site = Site::bare();
    let uploads = site.path("../uploads");
    fs::create_dir_all(uploads.join("2021/04")).unwrap();
    let png = image::RgbImage::from_pixel(64, 48, image::Rgb([10, 90, 120]));
    png.save(uploads.join("2021/04/ghat.png")).unwrap();
    let text = two_posts("<img src=\"https://mohona.example/wp-content/uploads/2021/04/ghat.png\" alt=\"ঘাট\">");
    let beside = ["--pictures", "beside", "--uploads", uploads.to_str().unwrap()];
    import(&site, &text, &beside).ok();
    let before = site.tree(".");
    let story = site.read("content/ghat/2021-04-05-ghater-kotha/index.md");
    assert!(story.contains("{{<figure src=\"ghat.png\" alt=\"ঘাট\" />}}"), "{story}");
    import(&site, &text, &["--pictures", "beside"]).ok();
    assert_eq!(before, site.tree("."));
}

#[test]
fn what_cannot_be_read_is_reported_in_bengali_too() {
    let site = Site::bare();
    let place = site.path("../exports");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("broken.bin"), "PK\u{3}\u{4}junk").unwrap();
    let of = |name: &str| place.join(name).to_str().unwrap().to_owned();
    for (name, said) in [
        ("", "`.xml`, `.xml.gz` বা `.zip` ফাইল নেই"),
        ("broken.bin", "জিপ ফাইলটি নষ্ট"),
        ("none.xml", "এমন ফাইল বা ফোল্ডার নেই"),
    ] {
        let run = site.run(&["import", "wordpress", &of(name), "--lang", "bn"]);
        assert!(run.code != Some(0));
        run.says(said);
    }
}
