import Foundation
package import Model

/// Rondo's own metrics in CloudWatch, which the operator's configuration asks for.
extension AWSDoctor {
    /// PutMetricData has no `DryRun`, and of a call without values nobody says whether what was refused is the call or
    /// the right to it: so one value is sent, of a metric that nothing else has.
    func checkSending(to sink: OperatorConfiguration.CloudWatch, _ client: AWSClient) async -> CloudExamination.Check {
        await Self.check("cloudwatch:PutMetricData") {
            let datum = MetricSample(metric: "rondo.doctor", value: 1, time: Date())
            let (_, fields) = CloudWatchDatum.batch(
                [datum].compactMap(CloudWatchDatum.init), namespace: sink.namespace)
            _ = try await client.query(.cloudwatch, "PutMetricData", in: sink.region, fields)
        }
    }

    /// The least policy of who sends them ("Using condition keys to limit access to CloudWatch namespaces").
    package static func policy(of sink: OperatorConfiguration.CloudWatch) -> JSONValue {
        let isNamespace = JSONValue.object([
            "StringEquals": .object(["cloudwatch:namespace": .string(sink.namespace)])
        ])
        return .object([
            "Version": .string("2012-10-17"),
            "Statement": .array([
                AWSNeeds.statement("RondoSendsMetrics", ["cloudwatch:PutMetricData"], isNamespace)
            ]),
        ])
    }
}
