/// What a message says of somebody or something that it may name again: what is written alike is the same person, organisation, place
/// or thing.
enum ActorKey: Hashable {
    /// The whole text of an XCN, an NDL, a CNN or an XON.
    case xcn(String), ndl(String), cnn(String), xon(String)
    /// The parts of an HD.
    case hd(namespace: String?, universalID: String?, kind: String?)
    /// A level of a PL or NDL, within the larger one.
    case place(within: String?, component: Int, text: String?)
    /// The most granular level of a PL or NDL, which the whole text is told of.
    case mostGranularPlace(within: String?, component: Int, whole: String?)
    /// The whole text of a DLD.
    case dischargeLocation(String)
    /// OBX-15 and OBX-18.
    case producer(String), equipment(String)
    /// SPM by its sequence, and a pair of numbers in SPM-3.
    case specimen(Int)
    case parentSpecimen(String)
    /// IN1-10 and IN1-11.
    case policyHolder(number: String?, name: String?)
    /// NK1-13, by the segment's sequence.
    case nextOfKin(Int)
    /// PRT by its sequence: a person in PRT-5, and the device that it tells of.
    case participant(Int, person: String?), device(Int)
    /// A person in a role, for an organisation.
    case role(code: String?, organization: String?, person: String)
    /// ORC-12 for ORC-21.
    case requester(person: String?, organization: String?)
    /// MSH-4, else MSH-17 or MSH-3.
    case sender
}
