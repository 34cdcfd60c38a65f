import MarkupText
import RecordTypes

/// The looks of one visit: who, for whom, when, why, at what; and how to ask about it.
struct VisitCard {
    let visit: AccessVisit
    /// Whether the day is said, too: where it stands under no day's heading.
    let isDated: Bool

    private var event: AccessEvent { visit.newest }
    private var isEmergency: Bool { event.purpose == .breakTheGlass }
    private var isOwn: Bool { visit.lines[0].lane == .own }

    func markup(_ words: Words) -> Markup {
        let look =
            isEmergency
            ? "card visit emergency" : visit.lines[0].lane == .attempts ? "card visit attempt" : "card visit"
        return tag("li", .class(look)) {
            tag("span", .class("avatar"), Attribute("aria-hidden", "true"), text: initials(words))
            tag("div", .class("visit-body")) {
                tag("p", .class("who")) {
                    tag("strong", text: isOwn ? words.access.own : name(words))
                    if let role = event.actor.role { tag("span", .class("role"), text: words.role(role)) }
                }
                tag("p", .class("where")) {
                    if event.actor.kind == .institution { "\(event.actor.institutionName ?? "") · " }
                    time(words)
                }
                chips(words)
                if let reason = event.reason {
                    tag("p", .class("reason")) {
                        tag("strong", text: words.access.reason)
                        " \(reason)"
                    }
                }
                acts(words)
                if isEmergency, let index = visit.lines[0].index {
                    tag("p", .class("small quiet"), text: words.citizen.followUp("BTG-\(index)"))
                }
            }
            if let footer = footer(words) { footer }
        }
    }

    private func name(_ words: Words) -> String {
        event.actor.personName
            ?? (event.actor.kind == .institution
                ? event.actor.institutionName ?? words.access.unnamed : words.actorKind(event.actor.kind))
    }

    /// The first letters of two names.
    private func initials(_ words: Words) -> String {
        let parts = (isOwn ? words.access.own : name(words)).split { !$0.isLetter }.prefix(2)
        return parts.compactMap(\.first).map { String($0).uppercased() }.joined()
    }

    private func time(_ words: Words) -> Markup {
        let (newest, oldest) = (LocalTime(visit.newest.time), LocalTime(visit.oldest.time))
        let clock = newest == oldest ? newest.clock : "\(oldest.clock)–\(newest.clock)"
        return words.time(
            visit.newest.time, text: isDated ? "\(words.day(visit.newest.time)), \(clock)" : clock)
    }

    private func chips(_ words: Words) -> Markup {
        tag("ul", .class("chips"), .role("list")) {
            tag("li") {
                tag("span", .class(isEmergency ? "mark-bad" : "mark-note"), text: words.purpose(event.purpose))
            }
            if let encounter = event.encounter {
                tag("li") { tag("span", .class("mark-note"), text: "\(words.access.encounter) \(encounter)") }
            }
            if let withheld = event.withheld {
                let end = words.day(withheld.until)
                tag("li") {
                    tag(
                        "span", .class("mark-note"),
                        text: "\(words.hiding.wasHidden) \(withheld.basis), \(words.hiding.wait) \(end)")
                }
            }
            if event.actor.kind == .official || event.actor.kind == .operatorConsole, let basis = event.basis {
                tag("li") { tag("span", .class("mark-note"), text: "\(words.access.basis) \(basis)") }
            }
            if event.actor.assertion != nil, event.actor.assertion != .unnamed {
                tag("li") { tag("span", .class("mark-plain"), text: words.access.asserted) }
            }
            if event.actor.kind == .institution, event.actor.personName == nil {
                tag("li") { tag("span", .class("mark-plain"), text: words.access.unnamed) }
            }
        }
    }

    private func acts(_ words: Words) -> Markup {
        let acts = visit.acts
        return tag("ul", .class("acts"), .role("list")) {
            for (act, times) in acts.prefix(8) {
                tag("li") {
                    tag("span", .class("act"), text: words.action(act.action))
                    if let record = act.record {
                        if let title = visit.title(of: record) {
                            tag("a", .href("/records/\(record)"), text: title)
                        } else {
                            tag(
                                "span", .class("quiet"), text: words.access.record(String(record.description.prefix(8)))
                            )
                        }
                    }
                    if times > 1 { tag("span", .class("count"), text: "× \(times)") }
                    if act.outcome != .released { act.outcome.mark(words) }
                }
            }
            if acts.count > 8 { tag("li", .class("quiet"), text: "+ \(acts.count - 8)") }
        }
    }

    private func footer(_ words: Words) -> Markup? {
        guard !isOwn, event.actor.kind == .institution, let index = visit.asked.index else { return nil }
        return tag("p", .class("visit-foot")) {
            if let inquiry = visit.asked.inquiry {
                tag(
                    "a", .href("/inquiries#\(inquiry.inquiry.id)"),
                    text: inquiry.answer == nil ? words.citizen.asked : words.citizen.answered)
            } else {
                tag(
                    "a", .class("quiet-button"), .href("/log/\(index)/ask"),
                    Attribute("aria-label", "\(words.citizen.notRecognised): \(name(words))"),
                    text: words.citizen.notRecognised)
            }
        }
    }
}
