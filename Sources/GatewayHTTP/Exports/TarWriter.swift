/// Files in one archive by POSIX.1-1988 ustar: what every system can unpack. Names are ours: ASCII, at most 100 bytes.
///
/// ```
/// for each file: header[512] ‖ content ‖ zeros to a multiple of 512;  at the end 1024 zeros
/// ```
struct TarWriter {
    /// Seconds since 1970, the same for every file: two archives of the same things are the same bytes.
    let time: Int64

    static let end = [UInt8](repeating: 0, count: 1024)

    /// One file with its header.
    func file(_ name: String, _ content: [UInt8]) -> [UInt8] {
        precondition(name.utf8.count <= 100, "the names of our files are short")
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (position, byte) in text.utf8.enumerated() { header[offset + position] = byte }
        }
        func octal(_ value: Int64, digits: Int, at offset: Int) {
            let text = String(value, radix: 8)
            put(String(repeating: "0", count: max(0, digits - text.utf8.count)) + text, at: offset)
        }
        put(name, at: 0)
        octal(0o644, digits: 7, at: 100)
        octal(0, digits: 7, at: 108)
        octal(0, digits: 7, at: 116)
        octal(Int64(content.count), digits: 11, at: 124)
        octal(max(0, time), digits: 11, at: 136)
        put("        0", at: 148)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
        octal(sum, digits: 6, at: 148)
        header[154] = 0
        header[155] = UInt8(ascii: " ")
        let padding = (512 - content.count % 512) % 512
        return header + content + [UInt8](repeating: 0, count: padding)
    }
}
