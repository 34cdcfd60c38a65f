import SwiftASN1

/// The blocks of a PEM text (RFC 7468).
public enum PEMBlocks {
    /// DER of each block under one of these labels, in order; nil when the text as a whole is no PEM.
    public static func contents(of text: String, labels: Set<String>) -> [[UInt8]]? {
        guard let documents = try? PEMDocument.parseMultiple(pemString: text), !documents.isEmpty else { return nil }
        return documents.filter { labels.contains($0.discriminator) }.map(\.derBytes)
    }
}
