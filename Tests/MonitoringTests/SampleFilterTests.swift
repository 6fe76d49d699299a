import Model
import Testing

@testable import Monitoring

struct SampleFilterTests {
    @Test(
        arguments: [
            ([:], nil, true),
            (["test": "pay"], nil, true),
            (["test": "cart"], nil, false),
            (["absent": "x"], nil, false),
            (["test": "pay", "worker": "w"], nil, false),
            ([:], "dev", true),
            ([:], "prod", false),
            (["environment": "dev"], "dev", true),
            (["environment": "prod"], "dev", false),
            (["environment": "dev"], "prod", false),
            (["namespace": "shop"], nil, true),
            (["namespace": "bank"], nil, false),
        ] as [([String: String], String?, Bool)])
    func aSampleMustHaveEveryTagOfTheRule(tags: [String: String], environment: String?, isSeen: Bool) {
        let filter = SampleFilter(Make.rule(Make.spec(tags: tags, environment: environment)))
        #expect(filter.matches(Make.sample(1, tags: ["test": "pay"])) == isSeen)
    }

    @Test func aRuleSeesNoOtherNamespaceWhateverItsTagsSay() {
        let foreign = Make.sample(1, namespace: "bank")
        for tags in [[:], ["namespace": "bank"]] {
            let filter = SampleFilter(Make.rule(Make.spec(tags: tags), namespace: "shop"))
            #expect(!filter.matches(foreign))
        }
        #expect(SampleFilter(Make.rule(Make.spec(), namespace: "bank")).matches(foreign))
    }

    @Test func aSampleWithoutNamespaceBelongsToNobody() {
        let filter = SampleFilter(Make.rule(Make.spec(), namespace: ObjectIdentity.defaultNamespace))
        #expect(!filter.matches(MetricSample(.requestDuration, value: 1, time: Make.start)))
    }

    @Test func anotherMetricIsNotSeen() {
        #expect(!SampleFilter(Make.rule(Make.spec())).matches(Make.sample(1, .testDuration)))
    }
}
