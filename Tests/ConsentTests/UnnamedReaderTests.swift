import Consent
@_spi(Vouching) import RecordTypes
import Testing

@Suite("Consent, where an institution names no acting person,")
struct UnnamedReaderTests {
    private typealias Known = ConsentDecisionTests

    private func decide(_ rules: [Restriction]) -> ConsentDecision {
        let unnamed = AssertedActor(
            assertion: .unnamed, person: nil, name: nil, role: nil, purpose: .treatment, encounter: nil)
        let reader = Reader.institution(Known.institution(Known.hospital), unnamed)
        let request = AccessRequest(reader: reader, readerIdentity: nil, purpose: .treatment, now: Known.noon)
        return ConsentDecision.decide(request, on: Known.description, under: rules)
    }

    @Test("permits care as ever")
    func care() {
        #expect(decide([]) == .permit(.careByDefault))
    }

    @Test("denies what is closed to any professional, because it may be that one")
    func closedToSomebody() {
        let closed = Known.rule(.wholeRecord, .professional(Known.doctor), .deny)
        #expect(decide([closed]) == .deny(.restrictedByCitizen))
        let allowed = Known.rule(.wholeRecord, .institution(Known.hospital), .permit)
        #expect(decide([closed, allowed]) == .deny(.restrictedByCitizen))
    }

    @Test("denies what is open to one professional alone")
    func openToOne() {
        let closed = Known.rule(.wholeRecord, .everyone, .deny)
        let open = Known.rule(.wholeRecord, .professional(Known.doctor), .permit)
        #expect(decide([closed, open]) == .deny(.restrictedByCitizen))
    }

    @Test("leaves other documents as they are")
    func otherDocument() {
        let closed = Known.rule(.record(Known.otherItem), .professional(Known.doctor), .deny)
        #expect(decide([closed]) == .permit(.careByDefault))
    }
}
