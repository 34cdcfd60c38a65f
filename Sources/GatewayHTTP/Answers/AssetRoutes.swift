import HTTPTypes
import Hummingbird
import WebPages

extension Array {
    /// `GET /assets/…`: style and mark, for a year, because their names change with their content.
    static func assets<Caller>() -> [Route<Caller>] where Element == Route<Caller> {
        Asset.all.map { asset in
            Route(.get, asset.path, .page) { _ in
                var response = Response(bytes: asset.bytes, type: asset.mediaType)
                response.headers[.cacheControl] = "public, max-age=31536000, immutable"
                return response
            }
        }
    }
}
