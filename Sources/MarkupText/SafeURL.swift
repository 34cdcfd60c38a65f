/// Which URLs may stand in a link or an image, wherever they come from.
public enum SafeURL {
    /// What takes the place of a URL that may not stand.
    public static let blocked = "#"

    /// Relative references, `http`, `https`, `mailto` and `tel`.
    ///
    /// Browsers drop control characters and read `\` as `/`, so a URL with any of those, or with white space, is refused
    /// whatever its scheme.
    public static func isSafeLink(_ url: String) -> Bool {
        guard let scheme = scheme(of: url) else { return false }
        return scheme.isEmpty || ["http", "https", "mailto", "tel"].contains(scheme)
    }

    /// As a link, and inline PNG, JPEG, GIF and WebP images.
    public static func isSafeImage(_ url: String) -> Bool {
        if isSafeLink(url) { return !url.hasPrefix("mailto:") && !url.hasPrefix("tel:") }
        for type in ["png", "jpeg", "gif", "webp"] {
            let prefix = "data:image/\(type);base64,"
            guard url.hasPrefix(prefix) else { continue }
            return url.utf8.dropFirst(prefix.utf8.count).allSatisfy { byte in
                (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "+")
                    || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
            }
        }
        return false
    }

    /// In lower case; empty for a relative reference; nil for text that is no URL.
    private static func scheme(of url: String) -> String? {
        var scheme: [UInt8] = []
        var isInScheme = true
        var found = ""
        for byte in url.utf8 {
            guard byte > 0x20, byte != 0x7F, byte != UInt8(ascii: "\\") else { return nil }
            guard isInScheme else { continue }
            switch byte {
            case UInt8(ascii: ":"):
                found = String(decoding: scheme, as: UTF8.self)
                guard !found.isEmpty else { return nil }
                isInScheme = false
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): isInScheme = false
            case 65...90: scheme.append(byte | 0x20)
            default: scheme.append(byte)
            }
        }
        return found
    }
}
