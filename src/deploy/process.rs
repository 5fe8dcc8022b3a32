//! The user's own programs: `ssh`'s `sftp`, `rsync`, `git`, a purge program. Always by argument list, never by a shell; what
//! they say comes back without secrets.

use super::fault::{Result, failed, fault};
use super::secret::Redactor;
use crate::diag::codes::deploy as codes;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread::Builder;

/// What a program said.
#[derive(Debug, Default)]
pub(super) struct ProcessOutput {
    /// Exit code; -1 when it was killed.
    pub(super) code: i32,
    /// Standard output.
    pub(super) out: Vec<u8>,
    /// The end of standard error, without secrets.
    pub(super) err: String,
}

impl ProcessOutput {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// The program's own words when it failed.
    pub(super) fn sound(self, what: &str) -> Result<ProcessOutput> {
        match self.code {
            0 => Ok(self),
            code => Err(failed(format!(
                "{what} ended with {code}: {}",
                self.err.trim().replace('\n', "; ")
            ))),
        }
    }
}

/// Runs a program with `input` on its standard input. Every line of its output is also given to `line`.
pub(super) fn run(
    mut command: Command,
    input: &[u8],
    redactor: &Redactor,
    line: &mut dyn FnMut(&[u8]),
) -> Result<ProcessOutput> {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fault(&codes::TOOL, &[("program", &program)]),
        _ => failed(format!("{program}: {error}")),
    })?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut output = ProcessOutput::default();
    let talked = std::thread::scope(|scope| {
        // A program that ends before it has read everything is reported by its exit code.
        let write = move || stdin.map(|mut stdin| stdin.write_all(input));
        Builder::new().spawn_scoped(scope, write)?;
        let read = move || {
            let mut text = Vec::new();
            let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut text));
            text
        };
        // Whoever writes to a program that nobody listens to would wait for ever.
        let errors = Builder::new().spawn_scoped(scope, read).inspect_err(|_| {
            let _ = child.kill();
        })?;
        let mut reader = stdout.map(BufReader::new);
        let mut bytes = Vec::new();
        while reader
            .as_mut()
            .is_some_and(|r| r.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0))
        {
            line(&bytes);
            output.out.append(&mut bytes);
        }
        let errors = errors.join().unwrap_or_default();
        output.err = redactor.clean(&String::from_utf8_lossy(&errors));
        Ok::<(), std::io::Error>(())
    });
    if let Err(refused) = talked {
        let _ = child.kill().and_then(|()| child.wait());
        return Err(failed(format!("{program}: {refused}")));
    }
    let status = child.wait().map_err(|error| failed(format!("{program}: {error}")))?;
    output.code = status.code().unwrap_or(-1);
    Ok(output)
}
