public import RecordTypes

extension ConsentDecision {
    /// How many people, institutions, roles and purposes of the citizen's rules a preview names at most.
    public static let previewLimit = 50

    /// Who can see one record now: the answer for those whom the citizen's rules name, and for those whom everybody may think of.
    ///
    /// Asks the very function that decides when somebody reads.
    public static func preview(
        of record: RecordDescription, under restrictions: [Restriction], at now: Instant
    ) -> [RecordVisibility] {
        let common: [RecordVisibility.Viewer] = [
            .anyoneTreating, .author(record.institution), .anyoneInEmergency,
        ]
        let named = RecordVisibility.Viewer.named(in: restrictions).filter { $0 != .institution(record.institution) }
        return (common + named).map { viewer in
            let decision = decide(for: Asker(viewer), at: now, on: record, under: restrictions)
            return RecordVisibility(viewer: viewer, isPermitted: decision.isPermitted)
        }
    }
}

extension RecordVisibility.Viewer {
    /// Whom the rules name, each once, in the order of the rules.
    fileprivate static func named(in restrictions: [Restriction]) -> [RecordVisibility.Viewer] {
        var seen: Set<RecordVisibility.Viewer> = []
        var viewers: [RecordVisibility.Viewer] = []
        for rule in restrictions where viewers.count < ConsentDecision.previewLimit {
            for viewer in [Self(rule.audience), Self(rule.purpose)].compactMap(\.self)
            where seen.insert(viewer).inserted {
                viewers.append(viewer)
            }
        }
        return viewers
    }

    private init?(_ audience: Restriction.Audience) {
        switch audience {
        case .everyone: return nil
        case .institution(let id): self = .institution(id)
        case .professional(let person): self = .professional(person)
        case .role(let role): self = .role(role)
        }
    }

    private init?(_ purpose: PurposeOfUse?) {
        guard let purpose, !purpose.isCare else { return nil }
        self = .purpose(purpose)
    }
}

extension Asker {
    /// Somebody of whom nothing else is known than what makes them this viewer.
    fileprivate init(_ viewer: RecordVisibility.Viewer) {
        // A person and a role that are given, but that no rule names: what nobody names could be anybody.
        self.init(
            institution: nil, person: PersonIdentifier(scheme: .local, country: "ZZ", number: "nobody|"), role: "",
            purpose: .treatment)
        switch viewer {
        case .anyoneTreating: break
        case .anyoneInEmergency: purpose = .breakTheGlass
        case .author(let id), .institution(let id): institution = id
        case .professional(let named): person = named
        case .role(let named): role = named
        case .purpose(let named): purpose = named
        }
    }
}
