import MarkupText

/// What a person sees when something did not work: what it means for them, and a number to quote.
public struct ErrorPage: Page {
    /// What went wrong, in the terms of a reader. Nothing here tells what exists.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case badRequest
        case forbidden
        case notFound
        case methodNotAllowed
        case tooLarge
        case expiredForm
        case unavailable
        case other
    }

    let kind: Kind
    /// Sentences for people; never with values of a document.
    let reasons: [String]
    let requestID: String

    public init(_ kind: Kind, reasons: [String] = [], requestID: String) {
        self.kind = kind
        self.reasons = reasons
        self.requestID = requestID
    }

    public func markup(in words: Words) -> Markup {
        let (title, text) = texts(words.error)
        return PageFrame(words: words, audience: .anyone, place: nil, title: title, visitor: nil).page {
            tag("h1", text: title)
            tag("p", .class("lead"), text: text)
            if !reasons.isEmpty { tag("ul") { for reason in reasons { tag("li", text: reason) } } }
            tag("p", .class("quiet small")) {
                "\(words.error.help) "
                tag("code", text: requestID)
            }
            tag("p") { tag("a", .href("/"), text: words.error.home) }
        }
    }

    private func texts(_ words: Words.Error) -> (title: String, text: String) {
        switch kind {
        case .badRequest: (words.badRequest, words.badRequestText)
        case .forbidden: (words.forbidden, words.forbiddenText)
        case .notFound: (words.notFound, words.notFoundText)
        case .methodNotAllowed: (words.methodNotAllowed, words.badRequestText)
        case .tooLarge: (words.tooLarge, words.badRequestText)
        case .expiredForm: (words.expiredForm, words.expiredFormText)
        case .unavailable: (words.unavailable, words.unavailableText)
        case .other: (words.other, words.otherText)
        }
    }
}
