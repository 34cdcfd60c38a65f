import MarkupText

/// What stands around every page: head, masthead, navigation, footer.
struct PageFrame {
    enum Audience {
        case citizen
        case official
        case anyone
    }

    let words: Words
    let audience: Audience
    /// The place in the navigation that this page is, by its path; nil when it is none of them.
    let place: String?
    let title: String
    let visitor: Visitor?
    /// The page's script; none but the log-in page has one.
    var script: Asset?

    func page(@MarkupBuilder content: () -> [Markup]) -> Markup {
        tag("html", Attribute("lang", words.language)) {
            tag("head") {
                tag("meta", Attribute("charset", "utf-8"))
                tag("title", text: "\(title) · \(words.frame.name)")
                tag("meta", .name("viewport"), Attribute("content", "width=device-width, initial-scale=1"))
                tag("meta", .name("color-scheme"), Attribute("content", "light dark"))
                tag("meta", .name("robots"), Attribute("content", audience == .anyone ? "index" : "noindex"))
                tag("link", Attribute("rel", "stylesheet"), .href(Asset.stylesheet.path))
                tag("link", Attribute("rel", "icon"), .type("image/svg+xml"), .href(Asset.anchor.path))
                if let script { tag("script", .src(script.path), Attribute(flag: "defer")) }
            }
            tag("body") {
                tag("a", .class("skip"), .href("#content"), text: words.frame.skip)
                masthead
                navigation
                actingFor
                tag("main", .id("content"), Attribute("tabindex", "-1")) {
                    tag("div", .class("inner"), content: content)
                }
                tag("footer") {
                    tag("div", .class("inner")) {
                        tag("p", text: words.frame.footer)
                        languages
                    }
                }
            }
        }
    }

    /// The other languages, each by its own name.
    private var languages: Markup {
        tag("nav", Attribute("aria-label", words.frame.languages)) {
            tag("ul", .class("actions"), .role("list")) {
                for language in Language.allCases where language.rawValue != words.language {
                    tag("li") {
                        tag(
                            "a", .href(language.path), Attribute("hreflang", language.rawValue),
                            Attribute("lang", language.rawValue), text: language.name)
                    }
                }
            }
        }
    }

    private var masthead: Markup {
        tag("header", .class("masthead")) {
            tag("div", .class("inner")) {
                tag("a", .class("mark"), .href("/")) {
                    tag("img", Attribute("src", Asset.anchor.path), Attribute("alt", ""))
                    tag("span") {
                        words.frame.name
                        tag("small", text: words.frame.motto)
                    }
                }
                if let visitor {
                    tag("div", .class("visitor")) {
                        tag("strong", text: visitor.name)
                        tag("span", text: visitor.role.map(words.role) ?? words.frame.signedInAs)
                        if let token = visitor.logOutToken { logOut(token) }
                    }
                }
            }
        }
    }

    /// One press ends the session; the link leads to what else can be ended.
    private func logOut(_ token: String) -> Markup {
        tag("form", Attribute("method", "post"), Attribute("action", "/logout"), .class("log-out")) {
            Field.hidden(.formToken, token)
            tag("button", .type("submit"), text: words.portal.logOut)
            tag("a", .href("/session"), text: words.portal.session)
        }
    }

    /// Whose records these are, where they are not the visitor's own: on every page, with the way back.
    private var actingFor: Markup? {
        guard let principal = visitor?.actingFor else { return nil }
        return tag("div", .class("acting"), .role("region"), Attribute("aria-label", words.citizen.toPeople)) {
            tag("div", .class("inner")) {
                tag("p") { tag("strong", text: words.citizen.actingFor(principal)) }
                tag("form", Attribute("method", "get"), Attribute("action", "/people/own")) {
                    tag("button", .type("submit"), .class("plain"), text: words.citizen.backToOwn)
                }
            }
        }
    }

    private var navigation: Markup? {
        let places: [(path: String, label: String)]
        switch audience {
        case .citizen:
            places = [
                ("/", words.frame.toRecords), ("/log", words.frame.toLog),
                ("/restrictions", words.frame.toRestrictions), ("/inquiries", words.citizen.toInquiries),
                ("/people", words.citizen.toPeople), ("/data", words.citizen.toData),
                ("/identity", words.identity.title),
            ]
        case .official:
            places = [
                ("/", words.frame.toReport), ("/explained", words.oversight.toExplained),
                ("/cases", words.oversight.toCases), ("/hiding", words.hiding.toHiding),
                ("/statistics", words.oversight.toStatistics), ("/lateness", words.lateness.toLateness),
            ]
        case .anyone: return nil
        }
        return tag("nav", .class("places"), Attribute("aria-label", words.frame.places)) {
            tag("div", .class("inner")) {
                tag("ul") {
                    for place in places {
                        tag("li") {
                            if place.path == self.place {
                                tag("a", .href(place.path), Attribute("aria-current", "page"), text: place.label)
                            } else {
                                tag("a", .href(place.path), text: place.label)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who is looking at the page, as their certificate names them.
public struct Visitor: Hashable, Sendable {
    public let name: String
    /// An official's role; nil for a citizen.
    public let role: String?
    /// The token of the log-out form; nil where a certificate of the connection says who this is, and only the browser can forget it.
    public let logOutToken: String?
    /// For whom the visitor acts; nil for themselves.
    public let actingFor: String?

    public init(name: String, role: String?, logOutToken: String? = nil, actingFor: String? = nil) {
        self.name = name
        self.role = role
        self.logOutToken = logOutToken
        self.actingFor = actingFor
    }
}
