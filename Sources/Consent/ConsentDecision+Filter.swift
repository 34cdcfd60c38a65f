public import RecordTypes

extension ConsentDecision {
    /// Which records would be permitted, as something that the registry can look up by: ``decide(_:on:under:)`` read the other way round.
    ///
    /// For people, everything passes: what is held back from them is few, and is decided about when it is opened.
    /// - Complexity: O(number of restrictions).
    public static func filter(_ request: AccessRequest, under restrictions: [Restriction]) -> RecordFilter {
        switch request.reader {
        case .official: .nothing
        case .citizen, .representative: request.readerIdentity == nil ? .nothing : .everything
        case .institution(let institution, let actor):
            filter(
                for: Asker(
                    institution: institution.id, person: actor.person, role: actor.role, purpose: request.purpose),
                at: request.now, under: restrictions)
        }
    }

    static func filter(for asker: Asker, at now: Instant, under restrictions: [Restriction]) -> RecordFilter {
        let rules = restrictions.effective(at: now).filter { $0.concerns(asker, at: now) }
            .sorted { Precedence($1) < Precedence($0) }
        // What was decided about emergencies stands above everything, the author's word included.
        let layers = [true, false].map { isEmergency in
            RecordFilter.Layer(
                rules.filter { ($0.purpose == .breakTheGlass) == isEmergency }, respectsAuthors: !isEmergency, asker)
        }
        return RecordFilter(layers: layers, institution: asker.institution, otherwise: asker.purpose.isCare)
    }
}

extension RecordFilter.Layer {
    /// - Parameter rules: the strongest first, all of one layer.
    fileprivate init(_ rules: [Restriction], respectsAuthors: Bool, _ asker: Asker) {
        self.init(respectsAuthors: respectsAuthors)
        for rule in rules {
            let permits = rule.givesRight(to: asker)
            switch rule.target {
            case .record(let id): keep(permits, for: id, in: &records)
            case .category(let system, let code):
                keep(permits, for: RecordFilter.Category(system: system, code: code), in: &categories)
            case .author(let institution): keep(permits, for: institution, in: &authors)
            case .period(let span):
                // A denial is about what it touches, an allowance about what it contains: also one that gives no right.
                periods.append(RecordFilter.Period(span: span, permits: permits, touches: rule.effect == .deny))
            case .wholeRecord: whole = whole ?? permits
            }
        }
    }

    /// The first one, which is the strongest, stays.
    private func keep<Key: Hashable>(_ permits: Bool, for key: Key, in table: inout [Key: Bool]) {
        if table[key] == nil { table[key] = permits }
    }
}
