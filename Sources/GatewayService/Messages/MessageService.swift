import AsyncHTTPClient
import Correspondence
import Crypto
import GatewayHTTP
import JSONText
import Logging
import Metrics
import NIOCore
import NIOHTTP1
import RecordTypes
import ServiceLifecycle

/// Where the state's own mailbox is told.
public struct WebhookSettings: Hashable, Sendable {
    public var url: String
    /// A file with the key by which the receiver knows that a message is ours.
    public var keyFile: String

    public init(url: String, keyFile: String) {
        self.url = url
        self.keyFile = keyFile
    }
}

/// How citizens are told that something happened. Without either way nobody is.
public struct MessageSettings: Hashable, Sendable {
    public var smtp: SMTPSettings?
    public var webhook: WebhookSettings?
    /// How often the queue is looked at.
    public var pause: Duration

    public init(smtp: SMTPSettings? = nil, webhook: WebhookSettings? = nil, pause: Duration = .seconds(5)) {
        self.smtp = smtp
        self.webhook = webhook
        self.pause = pause
    }
}

extension MessageSettings {
    /// What citizens are offered.
    var channels: Set<MessageChannel> {
        Set([smtp.map { _ in .email }, webhook.map { _ in .mailbox }].compactMap(\.self))
    }
}

/// Empties the queue of messages: what was taken leaves it, what was not is tried again later. The queue is in the database, so that a
/// gateway that ends between two messages loses none; one that ends between sending and noting it sends one twice.
struct MessageService: Service {
    let settings: MessageSettings
    let correspondence: Correspondence
    let webhookKey: [UInt8]
    let clock: @Sendable () -> Instant
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await sendDue()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("the queue of messages cannot be read", metadata: ["error": "\(type(of: error))"])
                }
                try await Task.sleep(for: settings.pause)
            }
        }
    }

    /// Sends what is due now.
    func sendDue() async throws {
        for delivery in try await correspondence.deliveries(dueBy: clock(), limit: 100) {
            let result = await send(delivery)
            let channel = if case .email = delivery.channel { "email" } else { "mailbox" }
            Counter(label: "notifications", dimensions: [("channel", channel), ("result", result.rawValue)]).increment()
            switch result {
            case .taken, .refused: try await correspondence.delivered(delivery.id)
            case .failed:
                if try await !correspondence.notDelivered(delivery, at: clock()) {
                    logger.error("a message was given up after many attempts", metadata: ["channel": "\(channel)"])
                }
            }
        }
    }

    private func send(_ delivery: Delivery) async -> SendResult {
        let notice = Notice(delivery.event, in: delivery.language)
        switch delivery.channel {
        case .email(let address):
            // What was asked for before the way was closed is given up.
            guard let smtp = settings.smtp else { return .refused }
            let mail = notice.mail(
                from: smtp.from, to: address, id: "\(delivery.time.milliseconds).\(delivery.id)", at: clock())
            return await MailSender(settings: smtp).send(mail, to: address)
        case .mailbox(let person):
            guard let webhook = settings.webhook else { return .refused }
            return await post(delivery, notice, person, to: webhook)
        }
    }

    /// ```
    /// POST url   X-Ankur-Signature: sha256=HEX(HMAC-SHA-256(key, body))
    /// {"id","event","person","time","language","subject","text"}
    /// ```
    private func post(
        _ delivery: Delivery, _ notice: Notice, _ person: PersonIdentifier, to webhook: WebhookSettings
    ) async -> SendResult {
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in [
            ("id", "\(delivery.time.milliseconds).\(delivery.id)"), ("event", delivery.event.rawValue),
            ("person", person.semantics), ("time", delivery.time.description), ("language", delivery.language),
            ("subject", notice.subject), ("text", notice.text),
        ] {
            json.key(name)
            json.string(value)
        }
        json.endObject()
        let code = HMAC<SHA256>.authenticationCode(for: json.bytes, using: SymmetricKey(data: webhookKey))
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "X-Ankur-Signature", value: "sha256=\(Hex.text(Array(code)))")
        request.body = .bytes(json.bytes)
        do {
            let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            return (200..<300).contains(answer.status.code) ? .taken : .failed
        } catch {
            return .failed
        }
    }
}
