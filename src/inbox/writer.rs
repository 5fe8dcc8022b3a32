//! The one thread that writes. Letters that come while it writes are written together next: one flush of the disk for all.

use super::letter::Letter;
use super::queue::{Fate, Queue, Waiting};
use super::views::HourViews;
use super::{Event, Surroundings};
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};

/// Tasks that may wait; more are turned away.
const TASKS: usize = 1024;
/// Letters in one transaction.
const TOGETHER: usize = 256;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Too many tasks wait.
    Busy,
    /// The file failed.
    Disk,
}

type Answer<T> = oneshot::Sender<rusqlite::Result<T>>;

enum Task {
    Keep(Letter, Answer<Fate>),
    Look(i64, u32, Answer<Vec<Waiting>>),
    Forget(Vec<String>, Answer<usize>),
    Count(Vec<HourViews>, Answer<()>),
    Views(i64, u32, Answer<(Vec<HourViews>, i64)>),
}

/// Where letters are handed in.
pub(super) struct QueueWriter {
    tasks: mpsc::Sender<Task>,
}

/// Starts the writer of a queue; it ends when nobody can hand in any more.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn start(queue: Queue, surroundings: Arc<Surroundings>) -> io::Result<(QueueWriter, JoinHandle<()>)> {
    let (tasks, inbox) = mpsc::channel(TASKS);
    let work = std::thread::Builder::new()
        .name("inbox-writer".to_owned())
        .spawn(move || work(queue, inbox, &surroundings))?;
    Ok((QueueWriter { tasks }, work))
}

impl QueueWriter {
    /// Keeps a letter; comes back when it is on the disk.
    pub(super) async fn keep(&self, letter: Letter) -> Result<Fate, Trouble> {
        self.ask(|answer| Task::Keep(letter, answer)).await
    }

    /// Letters after a number.
    pub(super) async fn letters(&self, after: i64, most: u32) -> Result<Vec<Waiting>, Trouble> {
        self.ask(|answer| Task::Look(after, most, answer)).await
    }

    /// Forgets letters; how many there were.
    pub(super) async fn forget(&self, ids: Vec<String>) -> Result<usize, Trouble> {
        self.ask(|answer| Task::Forget(ids, answer)).await
    }

    /// Adds views.
    pub(super) async fn count(&self, views: Vec<HourViews>) -> Result<(), Trouble> {
        self.ask(|answer| Task::Count(views, answer)).await
    }

    /// Views after the row with a number, and the number of the last row.
    pub(super) async fn views(&self, after: i64, most: u32) -> Result<(Vec<HourViews>, i64), Trouble> {
        self.ask(|answer| Task::Views(after, most, answer)).await
    }

    async fn ask<T>(&self, task: impl FnOnce(Answer<T>) -> Task) -> Result<T, Trouble> {
        let (answer, answered) = oneshot::channel();
        self.tasks.try_send(task(answer)).map_err(|_| Trouble::Busy)?;
        answered.await.ok().and_then(Result::ok).ok_or(Trouble::Disk)
    }
}

fn work(mut queue: Queue, mut inbox: mpsc::Receiver<Task>, surroundings: &Surroundings) {
    let mut letters: Vec<(Letter, Answer<Fate>)> = Vec::new();
    let mut failing = false;
    while let Some(first) = inbox.blocking_recv() {
        let mut next = Some(first);
        while let Some(task) = next {
            match task {
                Task::Keep(letter, answer) => letters.push((letter, answer)),
                Task::Look(after, most, answer) => drop(answer.send(queue.letters(after, most))),
                Task::Forget(ids, answer) => drop(answer.send(queue.forget(&ids))),
                Task::Count(views, answer) => drop(answer.send(queue.count(&views))),
                Task::Views(after, most, answer) => drop(answer.send(queue.views(after, most))),
            }
            next = (letters.len() < TOGETHER).then(|| inbox.try_recv().ok()).flatten();
        }
        if letters.is_empty() {
            continue;
        }
        let kept = keep(&mut queue, &mut letters);
        if let (Err(error), false) = (&kept, failing) {
            // Once, not for every letter; what a letter says is never reported.
            (surroundings.tell)(Event::Broke(&error.to_string()));
        }
        failing = kept.is_err();
    }
    queue.settle();
}

fn keep(queue: &mut Queue, letters: &mut Vec<(Letter, Answer<Fate>)>) -> rusqlite::Result<()> {
    let all: Vec<&Letter> = letters.iter().map(|(letter, _)| letter).collect();
    let fates = queue.keep(&all);
    // Dropped answers are reported as trouble; the next transaction may go well.
    let answers = letters.drain(..).map(|(_, answer)| answer);
    for (answer, fate) in answers.zip(fates?) {
        let _ = answer.send(Ok(fate));
    }
    Ok(())
}
