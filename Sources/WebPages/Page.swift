/// A page: values in, bytes out. A page asks nobody and knows no clock.
public protocol Page: Sendable {
    func markup(in words: Words) -> Markup
}

extension Page {
    /// The page as a UTF-8 HTML document.
    public func bytes(in words: Words) -> [UInt8] { PageWriter.document(markup(in: words)) }
}
