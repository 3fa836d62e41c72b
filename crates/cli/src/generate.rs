//! Completions and the manual page, made from what the command line offers.

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::{Arguments, Generate};
use crate::exit::{Failure, Outcome};
use crate::output::put;

pub(crate) fn run(what: Generate) -> Result<Outcome, Failure> {
    let mut command = Arguments::command();
    let mut out = Vec::new();
    let shell = match what {
        Generate::Bash => Some(Shell::Bash),
        Generate::Elvish => Some(Shell::Elvish),
        Generate::Fish => Some(Shell::Fish),
        Generate::Powershell => Some(Shell::PowerShell),
        Generate::Zsh => Some(Shell::Zsh),
        Generate::Man => None,
    };
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut command, "ungarble", &mut out),
        None => Man::new(command).render(&mut out).map_err(Failure::stdout)?,
    }
    put(None, &out)?;
    Ok(Outcome::Done)
}
