import PrintedText
public import RecordTypes

/// The access log as a file for people: PDF, or the rows of a table.
public struct PrintedLog: Sendable {
    let name: String
    let lines: [AccessLine]
    let made: Instant
    let completeness: WhoLookedPage.Completeness

    public init(name: String, lines: [AccessLine], made: Instant, completeness: WhoLookedPage.Completeness) {
        self.name = name
        self.lines = lines
        self.made = made
        self.completeness = completeness
    }

    /// PDF with selectable, tagged text.
    public func pdf(in words: Words) -> [UInt8] {
        var blocks: [PrintedDocument.Block] = [
            .heading(1, words.citizen.logTitle), .note(words.citizen.madeOn(name, words.moment(made))),
            .paragraph(
                completeness.hasGap
                    ? words.access.gap : words.access.complete(lines.count, completeness.entries)),
            .note(completeness.deleted > 0 ? words.hiding.deleted(completeness.deleted) : words.hiding.notShown),
        ]
        var day = ""
        for visit in AccessVisit.grouped(lines) {
            let newDay = words.day(visit.newest.time)
            if newDay != day {
                blocks.append(.heading(2, newDay))
                day = newDay
            }
            blocks.append(entry(visit, words))
        }
        return PrintedDocument(
            title: words.citizen.logTitle, language: words.language, blocks: blocks, footer: words.citizen.page
        ).bytes
    }

    private func entry(_ visit: AccessVisit, _ words: Words) -> PrintedDocument.Block {
        let event = visit.newest
        let clock = LocalTime(visit.oldest.time).clock
        let who = [
            visit.lines[0].isOwn ? words.access.own : name(of: event.actor, words), event.actor.role.map(words.role),
            event.actor.institutionName,
        ].compactMap(\.self).joined(separator: ", ")
        var lines = visit.acts.map { act, times in
            let title = act.record.map {
                visit.title(of: $0) ?? words.access.record(String($0.description.prefix(8)))
            }
            return words.action(act.action) + (title.map { ": \($0)" } ?? "") + (times > 1 ? " × \(times)" : "")
                + " — \(words.outcome(act.outcome))"
        }
        lines.append(
            [
                words.purpose(event.purpose), event.encounter.map { "\(words.access.encounter) \($0)" },
                event.reason.map { "\(words.access.reason) \($0)" },
            ].compactMap(\.self).joined(separator: " · "))
        return .entry("\(clock)  \(who)", lines)
    }

    private func name(of actor: AccessEvent.Actor, _ words: Words) -> String {
        actor.personName ?? (actor.kind == .institution ? words.access.unnamed : words.actorKind(actor.kind))
    }

    /// A header and one row for each look, newest first; for a table.
    public func rows(in words: Words) -> [[String]] {
        let texts = words.access
        let header = [
            texts.time, texts.who, words.restrictions.oneRole, texts.institution, texts.what, words.record.document,
            texts.why, texts.reason, texts.encounter, texts.outcome, words.report.counter,
        ]
        return [header]
            + lines.map { line in
                let event = line.event
                return [
                    event.time.description, line.isOwn ? texts.own : name(of: event.actor, words),
                    event.actor.role.map(words.role) ?? "", event.actor.institutionName ?? "",
                    words.action(event.action),
                    event.records.map { line.titles[$0] ?? $0.description }.joined(separator: "; "),
                    words.purpose(event.purpose), event.reason ?? "", event.encounter ?? "",
                    words.outcome(event.outcome), line.index.map(String.init) ?? "",
                ]
            }
    }
}
