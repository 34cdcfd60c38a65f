import RecordTypes

/// All texts of the pages in one language. A further language is one more value of this type, in a file of its own.
public struct Words: Sendable {
    /// BCP 47, for the `lang` attribute.
    public let language: String
    let citizen: CitizenWords
    let frame: Frame
    let records: Records
    let record: Record
    let access: Access
    let restrictions: Restrictions
    let receipt: Receipt
    let report: Report
    let oversight: OversightWords
    let landing: Landing
    let error: Error
    let months: [String]
    /// Day, month by name, year.
    let longDate: @Sendable (_ day: Int64, _ month: String, _ year: Int64) -> String
    let purpose: @Sendable (PurposeOfUse) -> String
    let action: @Sendable (AccessEvent.Action) -> String
    let outcome: @Sendable (AccessEvent.Outcome) -> String
    let actorKind: @Sendable (AccessEvent.Actor.Kind) -> String
    let role: @Sendable (String) -> String
    let list: @Sendable (RecordContent.StructuredList.Kind) -> (title: String, columns: [String])
    let preset: @Sendable (RestrictionPreset) -> String

    struct Frame: Sendable {
        let name, motto, skip, places, signedInAs, toRecords, toLog, toRestrictions, toReport: String
        let footer, requestID, languages: String
    }

    struct Records: Sendable {
        let title, lead, none, from, by, made, received, open, proof, whoLooked, restrict: String
        let visible, hiddenFromAll, hiddenFromSome, older: String
        let count: @Sendable (Int) -> String
    }

    struct Record: Sendable {
        let patient, document, sections, lists, original, proof, back, empty, code: String
        let institution, author, type, made, received, lead, name, born, identifier: String
    }

    struct Access: Sendable {
        let title, lead, none, time, who, institution, what, why, outcome, asserted, unnamed, noRecord, own: String
        let filter, from, until, show, older, completeness, basis, encounter, reason, proof: String
        let record: @Sendable (String) -> String
        let complete: @Sendable (_ shown: Int, _ entries: UInt64) -> String
        let gap: String
    }

    struct Restrictions: Sendable {
        let title, lead, invisible, emergency, current, none, decided, until, untilChanged, target, audience, effect,
            lift: String
        let denied, permitted, everything, everyone, add, document, towards, whichInstitution,
            whichInstitutionHint: String
        let decision, deny, permit, save, endDay, endDayHint, oneInstitution, saved, change, inForce: String
        let presets, preview, canSee, cannotSee, anyoneTreating, anyoneInEmergency: String
        let oneProfessional, oneRole, whichProfessional, whichRole, purpose, anyPurpose: String
        let somePeriod, periodFrom, periodUntil, periodHint: String
        let byAuthor: @Sendable (_ institution: String) -> String
        let ofKind: @Sendable (_ kind: String) -> String
        let inPeriod: @Sendable (_ from: String, _ until: String) -> String
    }

    struct Receipt: Sendable {
        let title, lead, stored, storedText, sequenced, sequencedText, anchored, anchoredText, done, waiting: String
        let position, digest, statement, proof, proofText, notYet, how, howSteps, entry, download, evidence: String
    }

    struct Report: Sendable {
        let title, lead, logged, caseNumber, caseHint, person, personHint, professional, institution,
            institutionHint: String
        let from, until, outcome, anyOutcome, ask, result, query, completeness, gapFree, gapFound, csv, ndjson, next,
            none: String
        let position, time, actor, purpose, action, records, basis, counter, again: String
        let rows: @Sendable (Int) -> String
        let checked: @Sendable (_ entries: UInt64) -> String
    }

    struct Landing: Sendable {
        let title, lead, forPeople, forPeopleText, forAuditors, forAuditorsText, checkpoint, key, tiles: String
        let privacy, privacyText, signIn, entries: String
    }

    struct Error: Sendable {
        let badRequest, forbidden, notFound, methodNotAllowed, tooLarge, unavailable, expiredForm, other, help,
            home: String
        let notFoundText, forbiddenText, unavailableText, badRequestText, expiredFormText, otherText: String
    }
}
