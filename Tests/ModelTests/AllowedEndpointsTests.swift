import Model
import Testing

struct AllowedEndpointsTests {
    private let allow = OperatorConfiguration.Allow(
        endpoints: ["https://minio.lab:9000/s3", "http://127.0.0.1:4566", "https://Cloud.example"])

    @Test(
        "An address that is listed counts, with everything below its path",
        arguments: [
            "https://minio.lab:9000/s3", "https://MINIO.lab:9000/s3/", "https://minio.lab:9000/s3/eu",
            "http://127.0.0.1:4566", "http://127.0.0.1:4566/any/path", "https://cloud.example:443/",
        ])
    func permitted(endpoint: String) { #expect(allow.permits(endpoint: endpoint)) }

    @Test(
        "Any other spelling, host, port, scheme or path does not",
        arguments: [
            "http://minio.lab:9000/s3", "https://minio.lab/s3", "https://minio.lab:9000", "https://minio.lab:9000/s3x",
            "https://minio.lab:9000/s3/../admin", "https://minio.lab:9000/s3/%2e%2e/admin", "http://127.0.0.1:4567",
            "http://127.0.0.1:4566@evil.example", "https://cloud.example.evil.net", "https://evil.net/cloud.example",
            "https://user@cloud.example", "https://cloud.example#x", "https://cloud.example?x=1",
            "https://cloud.example\\.evil.net", "ftp://cloud.example", "cloud.example", "", "https://",
            "http://169.254.169.254/",
        ])
    func refused(endpoint: String) { #expect(!allow.permits(endpoint: endpoint)) }

    @Test func nothingIsPermittedWithoutAList() {
        #expect(!OperatorConfiguration.Allow().permits(endpoint: "https://cloud.example"))
    }
}
