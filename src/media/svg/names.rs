//! Which elements and attributes a still drawing may have (SVG 1.1 and SVG 2). What is not here is left out; what can run
//! or fetch is refused.

/// Elements that are published.
const ELEMENTS: &str = "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix \
feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood \
feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight \
feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker mask mpath path pattern polygon \
polyline radialGradient rect set stop style svg switch symbol text textPath title tspan use view";

/// Elements that run, fetch or hold another language, in lower case.
const ACTIVE: &str = "script foreignobject iframe frame handler listener embed object audio video canvas applet meta link base \
form input math html body";

/// Attributes that are published, beside `aria-…` and `data-…`.
const ATTRIBUTES: &str = "accumulate additive alignment-baseline amplitude attributeName attributeType azimuth baseFrequency \
baseline-shift begin bias by calcMode class clip clip-path clip-rule clipPathUnits color color-interpolation \
color-interpolation-filters color-rendering cursor cx cy d diffuseConstant direction display divisor dominant-baseline dur dx \
dy edgeMode elevation enable-background end exponent fill fill-opacity fill-rule filter filterUnits flood-color flood-opacity \
font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant \
font-weight fr from fx fy glyph-orientation-vertical gradientTransform gradientUnits height href id image-rendering in in2 \
intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength kerning keyPoints keySplines keyTimes lang lengthAdjust letter-spacing \
lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask \
mask-type maskContentUnits maskUnits max media method min mix-blend-mode mode numOctaves offset opacity operator order orient \
origin overflow paint-order path pathLength patternContentUnits patternTransform patternUnits pointer-events points pointsAtX \
pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY repeatCount repeatDur \
requiredExtensions requiredFeatures restart result role rotate rx ry scale seed shape-rendering side slope spacing \
specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity stroke \
stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style \
surfaceScale systemLanguage tabindex tableValues targetX targetY text-anchor text-decoration text-rendering textLength title \
to transform transform-box transform-origin type unicode-bidi values vector-effect version viewBox visibility width \
word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z zoomAndPan";

/// What an animation may change: what is drawn, never where something leads.
const NEVER_ANIMATED: [&str; 4] = ["href", "xlink:href", "style", "class"];

fn lists(list: &str, name: &str) -> bool {
    list.split(' ').any(|listed| listed == name)
}

pub(super) fn is_published_element(name: &str) -> bool {
    lists(ELEMENTS, name)
}

pub(super) fn is_active_element(name: &str) -> bool {
    lists(ACTIVE, &name.to_ascii_lowercase())
}

pub(super) fn is_published_attribute(name: &str) -> bool {
    name.starts_with("aria-") || name.starts_with("data-") || lists(ATTRIBUTES, name)
}

/// Whether an animation may have this `attributeName`.
pub(super) fn may_be_animated(name: &str) -> bool {
    lists(ATTRIBUTES, name) && !NEVER_ANIMATED.contains(&name)
}
