import HTTPTypes
import Hummingbird

/// One thing that can be asked at a door.
struct Route<Caller: Sendable>: Sendable {
    let method: HTTPRequest.Method
    /// `/records/{id}`; also the name of the route in logs and metrics, because a request target may hold personal data.
    let template: String
    /// How its errors look.
    let face: Face
    let answer: @Sendable (Visit<Caller>) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ template: String, _ face: Face,
        answer: @escaping @Sendable (Visit<Caller>) async throws -> Response
    ) {
        self.method = method
        self.template = template
        self.face = face
        self.answer = answer
    }
}

/// Whom an answer is for.
enum Face: Sendable {
    /// FHIR JSON; errors are OperationOutcomes.
    case fhir
    /// HTML; errors are pages.
    case page
}

/// The routes of one door by path. Hummingbird's router finds the path; the method is looked up here, so that a wrong one is told
/// the right ones.
struct RouteTable<Caller: Sendable>: Sendable {
    private let responder: RouterResponder<DoorContext<Caller>>

    init(_ routes: [Route<Caller>]) {
        let router = Router(context: DoorContext<Caller>.self)
        for (template, routes) in Dictionary(grouping: routes, by: \.template) {
            router.on(RouterPath(template), method: .get, responder: MethodTable(routes))
        }
        responder = router.buildResponder()
    }

    /// - Throws: what the route throws; ``HTTPFault/notFound`` and `methodNotAllowed` when there is none.
    func respond(to request: Request, context: DoorContext<Caller>) async throws -> Response {
        var head = request.head
        // The router knows each path under one method; the real one is in the context.
        head.method = .get
        let response = try await responder.respond(to: Request(head: head, body: request.body), context: context)
        guard context.isRouted else { throw HTTPFault.notFound }
        return response
    }
}

/// The methods of one path.
private struct MethodTable<Caller: Sendable>: HTTPResponder {
    private let routes: [Route<Caller>]

    init(_ routes: [Route<Caller>]) { self.routes = routes }

    func respond(to request: Request, context: DoorContext<Caller>) async throws -> Response {
        context.track.found(routes[0].template, face: routes[0].face)
        guard let visit = context.visit else { throw HTTPFault.notFound }
        // A HEAD is a GET whose body stays here; it is logged as the look that it is.
        let method = visit.request.method == .head ? .get : visit.request.method
        guard let route = routes.first(where: { $0.method == method }) else {
            throw HTTPFault.methodNotAllowed(allow: allowed)
        }
        context.track.found(route.template, face: route.face)
        let response = try await route.answer(
            Visit(
                request: visit.request, parameters: context.coreContext.parameters, caller: visit.caller,
                requestID: visit.requestID, now: visit.now, settings: visit.settings,
                track: visit.track, xRoad: visit.xRoad, assertion: visit.assertion))
        return visit.request.method == .head ? response.createHeadResponse() : response
    }

    private var allowed: String {
        let methods = routes.map(\.method.rawValue)
        return (methods.contains("GET") ? methods + ["HEAD"] : methods).sorted().joined(separator: ", ")
    }
}
