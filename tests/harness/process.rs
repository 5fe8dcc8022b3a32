//! A program that runs beside a test: what it prints is kept, and it ends with the test.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// A running program.
pub(crate) struct Process {
    /// The program.
    pub(crate) child: Child,
    printed: Arc<Mutex<String>>,
}

impl Process {
    /// Starts a program and listens to what it prints.
    pub(crate) fn start(command: &mut Command) -> Process {
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let printed = Arc::new(Mutex::new(String::new()));
        listen(child.stdout.take().unwrap(), &printed);
        listen(child.stderr.take().unwrap(), &printed);
        Process { child, printed }
    }

    /// What it has printed so far.
    pub(crate) fn printed(&self) -> String {
        self.printed.lock().unwrap().clone()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(mut from: impl Read + Send + 'static, into: &Arc<Mutex<String>>) {
    let into = Arc::clone(into);
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(n @ 1..) = from.read(&mut bytes) {
            into.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..n]));
        }
    });
}
