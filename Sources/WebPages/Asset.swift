import CAssets

/// A file that is part of the program: its bytes, its type, and a path that changes with its content, so that browsers may
/// keep it for ever.
public struct Asset: Sendable {
    public let bytes: [UInt8]
    public let mediaType: String
    /// `/assets/portal.1f0c….css`.
    public let path: String

    init(_ name: String, _ suffix: String, mediaType: String, bytes: [UInt8]) {
        self.bytes = bytes
        self.mediaType = mediaType
        path = "/assets/\(name).\(Self.contentName(of: bytes)).\(suffix)"
    }

    static let regularFont = Asset("sans-400", "woff2", mediaType: "font/woff2", bytes: EmbeddedBytes.regularFont)
    static let strongFont = Asset("sans-600", "woff2", mediaType: "font/woff2", bytes: EmbeddedBytes.strongFont)
    /// Names the fonts by their content, too.
    public static let stylesheet = Asset(
        "portal", "css", mediaType: "text/css; charset=utf-8",
        bytes: Array(
            String(decoding: EmbeddedBytes.stylesheet, as: UTF8.self)
                .replacing("/assets/sans-400.woff2", with: regularFont.path)
                .replacing("/assets/sans-600.woff2", with: strongFont.path).utf8))
    public static let anchor = Asset("anchor", "svg", mediaType: "image/svg+xml", bytes: EmbeddedBytes.anchor)
    /// Talks to the Web eID extension on the log-in page; no other page has a script.
    public static let logIn = Asset(
        "login", "js", mediaType: "text/javascript; charset=utf-8", bytes: EmbeddedBytes.logIn)
    public static let all = [stylesheet, anchor, logIn, regularFont, strongFont]

    /// FNV-1a, 64 bits, in hexadecimal: tells versions apart, which is all that a cache needs.
    static func contentName(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The one place that turns the embedded C arrays into bytes.
private enum EmbeddedBytes {
    /// Sound: the C function gives the first byte of a constant array and the other its length; both live for ever.
    static var stylesheet: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: ankur_portal_css(), count: ankur_portal_css_length()))
    }

    /// Sound for the same reason, as are those below.
    static var logIn: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: ankur_login_js(), count: ankur_login_js_length()))
    }

    static var regularFont: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: ankur_sans_400(), count: ankur_sans_400_length()))
    }

    static var strongFont: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: ankur_sans_600(), count: ankur_sans_600_length()))
    }

    static var anchor: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: ankur_anchor_svg(), count: ankur_anchor_svg_length()))
    }
}
