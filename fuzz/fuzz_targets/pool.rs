//! Any bytes for a pool, and a pool's own with some of them changed: an error, or a pool that answers; a pool written and
//! read again is the same.

#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use ungarble::ReferencePool;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(pool) = ReferencePool::from_bytes(bytes) {
        ask(&pool, "the boats were taken up the river");
    }
    let mut bytes = Unstructured::new(bytes);
    let mut pool = ReferencePool::new();
    let texts: Vec<String> = (0..2).map(|_| ungarble_fuzz::text(&mut bytes)).collect();
    for (number, text) in texts.iter().enumerate() {
        pool.add(number.to_string(), text.as_str()).expect("two texts have two names");
    }
    let image = pool.to_bytes();
    let again = ReferencePool::from_bytes(&image).expect("a pool reads what it has written");
    assert_eq!(again.to_bytes(), image);
    for text in &texts {
        assert_eq!(ask(&pool, text), ask(&again, text));
    }
    let mut damaged = image;
    while let (false, Ok((at, value))) = (bytes.is_empty(), bytes.arbitrary::<(u16, u8)>()) {
        let at = usize::from(at) % damaged.len();
        damaged[at] = value;
    }
    if let Ok(pool) = ReferencePool::from_bytes(&damaged) {
        ask(&pool, &texts[0]);
    }
});

/// What is found, by name.
fn ask(pool: &ReferencePool, text: &str) -> Vec<String> {
    pool.find(text, 3).iter().map(|found| format!("{found:?}")).collect()
}
