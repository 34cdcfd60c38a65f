public import AccessLog
public import Correspondence
public import Identity
public import IdentityDirectory
public import Ledger
public import Oversight
public import RecordIndex
public import RecordStore
public import RecordTypes
public import Reporting

/// The use cases of the gateway, one a file, over the parts that only meet here.
///
/// A value that holds references: copying it shares everything. Clock, keys and stores are arguments; what is decided stands in
/// `Consent`, what is durable in `Ledger` and `RecordStore`.
public struct Gateway: Sendable {
    let ledger: Ledger
    let projections: ProjectionRunner
    let index: RecordIndex
    let accessLog: AccessLogProjection
    let correspondence: Correspondence
    let caseFiles: CaseFiles
    let stores: RecordStores
    let converter: any DocumentConverting
    let identities: IdentityDirectory
    let bound: SeenBindings
    let pairwise: PairwiseIdentifiers
    let records: RecordDerivation
    let marks: MarkQueue
    let stragglers: Stragglers
    let clock: @Sendable () -> Instant
    /// A ledger identity that belongs to no one, for look-ups that must cost the same when there is no subject.
    let nobody: LedgerIdentity
    /// The least time that a look takes which brings nothing.
    let leastRefusal: Duration
    /// How long a request waits for the projections at most.
    let patience: Duration
    /// Proofs of time over checkpoints; nil where none are kept.
    let anchors: AnchorStore?
    /// At which ages guardians stop and children begin.
    let ages: AgeLimits
    /// What the country says about terms.
    let terms: CitizenTerms
    /// When institutions' staff are expected to look.
    let openingHours: OpeningHours

    /// - Parameters:
    ///   - leastRefusal: how long a look takes at least which brings nothing. What is closed costs a fraction of a millisecond more than
    ///     what is not there; held back to one moment, neither shows. Well above what a look takes on an idle machine.
    ///   - patience: how long a request waits at most until the registry has taken in what the ledger holds; then it is told to try again.
    public init(
        ledger: Ledger, projections: ProjectionRunner, index: RecordIndex, accessLog: AccessLogProjection,
        correspondence: Correspondence, caseFiles: CaseFiles, stores: RecordStores,
        converter: any DocumentConverting, identities: IdentityDirectory, pairwise: PairwiseIdentifiers,
        records: RecordDerivation,
        clock: @escaping @Sendable () -> Instant, leastRefusal: Duration = .milliseconds(50),
        patience: Duration = .seconds(10), ages: AgeLimits = .none, terms: CitizenTerms = CitizenTerms(),
        anchors: AnchorStore? = nil, openingHours: OpeningHours = OpeningHours()
    ) {
        self.openingHours = openingHours
        self.ledger = ledger
        self.projections = projections
        self.index = index
        self.accessLog = accessLog
        self.correspondence = correspondence
        self.caseFiles = caseFiles
        self.stores = stores
        self.converter = converter
        self.identities = identities
        self.pairwise = pairwise
        bound = SeenBindings()
        self.records = records
        self.marks = MarkQueue()
        self.stragglers = Stragglers()
        self.clock = clock
        self.leastRefusal = leastRefusal
        self.patience = patience
        self.anchors = anchors
        self.ages = ages
        self.terms = terms
        nobody = records.nobody
    }
}
