import Gateway
import GatewayTLS
import HL7v2
import Identity
import Logging
import Metrics
import RecordTypes

/// Answers what arrives: asks who the peer is now, files the message, and writes the acknowledgement once it is durable.
struct MessageDoor: Sendable {
    let judge: CertificateJudge
    let submit: MLLPListener.Submit
    let limits: MLLPLimits
    let clock: @Sendable () -> Instant
    let logger: Logger

    /// Messages of a batch. They are filed one after the other while the connection waits, and answered in one frame.
    static let batchLimit = 1_000

    func answer(_ arrival: Arrival, from peer: PeerBox) async -> Answer {
        switch arrival {
        case .message(let bytes): await answer(bytes, from: peer)
        case .fault(let fault, let beginning): answer(fault, beginning)
        }
    }

    private func answer(_ bytes: [UInt8], from peer: PeerBox) async -> Answer {
        let start = ContinuousClock.now
        let institution: VerifiedInstitution
        switch await verdict(on: peer.certificate) {
        case .success(let admitted): institution = admitted
        case .failure(let reason):
            // TLS tells the reason at the next handshake; the sender keeps what it got no answer for.
            hangUp(reason.rawValue)
            return .close
        }
        // Only an envelope says that there are several: a second MSH in a plain frame may stand in a text, and the reader refuses it.
        if MessageBatch.beginsEnveloped(bytes) {
            return await answer(MessageBatch(bytes, limit: Self.batchLimit), from: peer, since: start)
        }
        switch await acknowledgement(of: bytes, from: institution, since: start) {
        case .acknowledged(let acknowledgements): return .framed(acknowledgements.map(\.bytes))
        case .unanswered: return .none
        }
    }

    /// What one message comes to.
    private enum Verdict {
        /// At least one. In enhanced mode two: accept acknowledgement and application acknowledgement, each a message of its own.
        case acknowledged([Acknowledgement])
        /// An acknowledgement itself, or nobody asked for an answer.
        case unanswered
    }

    /// Files one message. The acknowledgements exist when it is durable, or refused.
    ///
    /// - Parameter isInBatch: one acknowledgement stands for each message of a batch, whatever mode its header asks for.
    private func acknowledgement(
        of bytes: [UInt8], from institution: VerifiedInstitution, since start: ContinuousClock.Instant,
        isInBatch: Bool = false, mostFindings: Int = Acknowledgement.mostFindings
    ) async -> Verdict {
        let header = MessageHeader(bytes)
        let id = AnswerID()
        if let header, header.isAcknowledgement {
            record("ignored", id, since: start)
            return .unanswered
        }
        let outcome: Acknowledgement.Outcome
        let issues: [Issue]
        do {
            issues = try await submit(SourceDocument(format: .hl7v2, bytes: bytes), institution)
            outcome = .accept
        } catch {
            if error.isOurs {
                logger.error(
                    "message failed",
                    metadata: ["answer_id": .string(id.description), "cause": .string(error.description)])
            }
            issues = error.issuesForSender
            outcome = Acknowledgement.Outcome(issues)
        }
        // The first answer has the id that stands in the log; a second one is a message of its own.
        var ids = [AnswerID(), id]
        let answers = Acknowledgement.answers(
            to: header, outcome: outcome, issues: issues, isOne: isInBatch,
            controlIDs: { (ids.popLast() ?? AnswerID()).description }, time: clock(), mostFindings: mostFindings)
        record(answers.last?.code.rawValue ?? "unwanted", id, since: start)
        return answers.isEmpty ? .unanswered : .acknowledged(answers)
    }

    /// Files the messages of a batch one after the other, and answers all of them in one frame. Each stands for itself: what one is
    /// refused for costs the others nothing, and a batch sent again finds the answers of what was filed before.
    ///
    /// The peer is judged again before each: who is not admitted any more gets no answer, and the rest is not filed.
    private func answer(
        _ batch: MessageBatch, from peer: PeerBox, since start: ContinuousClock.Instant
    ) async -> Answer {
        if let issues = batch.refusals(limit: Self.batchLimit) { return refusal(issues, since: start) }
        // The findings that one answer may name are shared among the messages.
        let mostFindings = max(1, Acknowledgement.mostFindings / batch.messages.count)
        var acknowledgements: [Acknowledgement] = []
        for message in batch.messages {
            let institution: VerifiedInstitution
            switch await verdict(on: peer.certificate) {
            case .success(let admitted): institution = admitted
            case .failure(let reason):
                hangUp(reason.rawValue)
                return .close
            }
            let verdict = await acknowledgement(
                of: message, from: institution, since: start, isInBatch: true, mostFindings: mostFindings)
            if case .acknowledged(let each) = verdict { acknowledgements += each }
        }
        // A count that does not agree is told in the log: each message that did come has its own answer.
        for issue in batch.issues {
            logger.notice("batch", metadata: ["listener": "mllp", "issue": .string(issue.code)])
        }
        guard !acknowledgements.isEmpty else { return .none }
        return .framed(batch.answer(with: acknowledgements, controlID: AnswerID().description, time: clock()))
    }

    /// One answer to a batch of which nothing was filed.
    private func refusal(_ issues: [Issue], since start: ContinuousClock.Instant) -> Answer {
        let id = AnswerID()
        let acknowledgement = Acknowledgement(
            to: nil, outcome: Acknowledgement.Outcome(issues), issues: issues, controlID: id.description, time: clock())
        record(acknowledgement?.code.rawValue ?? "unwanted", id, since: start)
        return acknowledgement.map { .framed($0.bytes) } ?? .none
    }

    private func answer(_ fault: ReceptionFault, _ beginning: [UInt8]) -> Answer {
        hangUp(fault.code)
        if fault == .framing(.httpRequest) { return .notHTTP }
        let issues = [Issue.reception(fault, limits: limits)]
        let acknowledgement = Acknowledgement(
            to: MessageHeader(beginning), outcome: Acknowledgement.Outcome(issues), issues: issues,
            controlID: AnswerID().description, time: clock())
        return acknowledgement.map { .framed($0.bytes, closes: true) } ?? .close
    }

    /// The verdict on this message's certificate. TLS resumption checks nothing, and a connection may outlive a certificate.
    private func verdict(on certificate: PeerCertificate?) async -> Result<VerifiedInstitution, RefusalReason> {
        guard let certificate else { return .failure(.missing) }
        switch await judge.judge(
            certificate.leaf, fingerprint: certificate.fingerprint, as: .institution, now: clock())
        {
        case .institution(let institution): return .success(institution)
        case .refused(let reason): return .failure(reason)
        case .citizen, .official: return .failure(.wrongDoor)
        }
    }

    private func record(_ code: String, _ id: AnswerID, since start: ContinuousClock.Instant) {
        let duration = start.duration(to: .now)
        Counter(label: "mllp_messages", dimensions: [("code", code)]).increment()
        Metrics.Timer(label: "mllp_message_duration").record(duration: duration)
        logger.info(
            "message",
            metadata: [
                "listener": "mllp", "code": .string(code), "answer_id": .string(id.description),
                "milliseconds": .stringConvertible(
                    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000),
            ])
    }

    private func hangUp(_ reason: String) {
        Counter(label: "mllp_connections_refused", dimensions: [("reason", reason)]).increment()
        logger.notice("connection refused", metadata: ["listener": "mllp", "reason": .string(reason)])
    }
}

extension MessageHeader {
    /// An ACK or MCF is never answered: two systems would go on for ever.
    fileprivate var isAcknowledgement: Bool {
        messageCode == Array("ACK".utf8) || messageCode == Array("MCF".utf8)
    }
}

extension Answer {
    /// For people who point a browser or a health check at this port.
    static let notHTTP: Answer = {
        let text = "This port speaks HL7 v2 over MLLP, not HTTP.\n"
        let head =
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n"
        return Answer(bytes: Array((head + text).utf8), closes: true)
    }()
}
