//! What the tests share: one miner, the fixtures, the settings of the environment.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tongbao::{Context, Miner};

/// Built once: its tables take a while.
pub static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new().expect("the built-in tables"));

/// A file or folder of the repository.
pub fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The text of a file of the repository.
pub fn read(relative: &str) -> String {
    let path = path(relative);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder whose names end in `suffix`, sorted.
pub fn files(folder: &str, suffix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(path(folder)).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = paths.filter(|p| p.to_string_lossy().ends_with(suffix)).collect();
    files.sort();
    files
}

/// Whether what the tests compare with is to be rewritten.
pub fn bless() -> bool {
    std::env::var_os("TONGBAO_BLESS").is_some()
}

/// The rows of a table, with their line numbers: no comments, no blank lines.
pub fn rows(table: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = table.lines().enumerate().map(|(index, line)| (index + 1, line));
    let rows = lines.filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    rows.map(|(number, line)| (number, line.split('\t').collect()))
}

/// A bulletin of `fixtures/bulletins`.
#[derive(Debug)]
pub struct Bulletin {
    pub name: String,
    pub bytes: Vec<u8>,
    pub context: Context,
    /// The encoding that has to be detected.
    pub encoding: String,
}

/// All bulletins of the index, read once.
pub static BULLETINS: LazyLock<Vec<Bulletin>> = LazyLock::new(bulletins);

fn bulletins() -> Vec<Bulletin> {
    let index = read("fixtures/bulletins/index.tsv");
    let bulletins = rows(&index).map(|(number, cells)| {
        let [file, published, place, encoding] = cells[..] else {
            panic!("fixtures/bulletins/index.tsv:{number}: wants four cells")
        };
        let some = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
        let bytes = fs::read(path("fixtures/bulletins").join(file)).expect(file);
        let name = file.trim_end_matches(".txt").to_owned();
        let context = Context {
            id: name.clone(),
            published: some(published),
            place: some(place),
            encoding: None,
        };
        Bulletin { name, bytes, context, encoding: encoding.to_owned() }
    });
    bulletins.collect()
}
