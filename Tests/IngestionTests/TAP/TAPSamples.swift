/// As the tools print it.
enum TAPSamples {
    /// `node --test --test-reporter tap`, version 20, shortened.
    static let node = """
        TAP version 13
        # Subtest: suite
            # Subtest: adds
            ok 1 - adds
              ---
              duration_ms: 1.25
              ...
            # Subtest: fails
            not ok 2 - fails
              ---
              duration_ms: 12.5
              location: '/src/a.test.mjs:4:3'
              failureType: 'testCodeFailure'
              error: 'Expected values to be strictly equal'
              code: 'ERR_ASSERTION'
              stack: |-
                a
                b
              ...
            1..2
        not ok 1 - suite
          ---
          duration_ms: 20
          failureType: 'subtestsFailed'
          error: '1 subtest failed'
          ...
        # Subtest: later
        ok 2 - later # SKIP not today
          ---
          duration_ms: 0.1
          ...
        # Subtest: some day
        not ok 3 - some day # TODO
        1..3
        # tests 4
        # pass 1

        """

    /// Test::More of Perl with a subtest, a skip and a to do.
    static let perl = """
        ok 1 - it works
        not ok 2 - it adds
        #   Failed test 'it adds'
        #   at t/a.t line 4.
        ok 3 # skip no network
        not ok 4 - later # TODO not written
        # Subtest: inner
            ok 1 - one
            ok 2 - two
            1..2
        ok 5 - inner
        1..5
        # Looks like you failed 1 test of 5.

        """
}
