/// Writes markup values as an HTML document.
enum PageWriter {
    static func document(_ markup: Markup) -> [UInt8] {
        var out = Array("<!DOCTYPE html>\n".utf8)
        out.reserveCapacity(16 * 1024)
        write(markup, to: &out)
        return out
    }

    private static let void: Set<String> = ["meta", "link", "img", "input", "br", "hr"]

    private static func write(_ markup: Markup, to out: inout [UInt8]) {
        switch markup {
        case .text(let text): escape(text, to: &out)
        case .group(let parts): for part in parts { write(part, to: &out) }
        case .element(let name, let attributes, let children):
            out.append(UInt8(ascii: "<"))
            out += Array(name.utf8)
            for attribute in attributes {
                out.append(UInt8(ascii: " "))
                out += Array(attribute.name.utf8)
                guard let value = attribute.value else { continue }
                out += Array("=\"".utf8)
                escape(value, to: &out)
                out.append(UInt8(ascii: "\""))
            }
            out.append(UInt8(ascii: ">"))
            guard !void.contains(name) else { return }
            for child in children { write(child, to: &out) }
            out += Array("</".utf8)
            out += Array(name.utf8)
            out.append(UInt8(ascii: ">"))
        }
    }

    private static func escape(_ text: String, to out: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += Array("&amp;".utf8)
            case UInt8(ascii: "<"): out += Array("&lt;".utf8)
            case UInt8(ascii: ">"): out += Array("&gt;".utf8)
            case UInt8(ascii: "\""): out += Array("&quot;".utf8)
            case UInt8(ascii: "'"): out += Array("&#39;".utf8)
            default: out.append(byte)
            }
        }
    }
}
