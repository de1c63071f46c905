package org.paisaje.cli.verb;

import java.util.Map;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A sample verb as the recipe has it: its study, its options and nothing else. */
@Command(
        name = "count",
        description = "Counts.",
        footer = {
            "%nExample:", "  paisaje count --to 3"})
public final class CountCommand extends Verb {
    @Option(names = "--to", paramLabel = "N", description = "Where to stop (default: ${DEFAULT-VALUE}).")
    private long to = 10;

    /** What to count. */
    record Counting(long to) {
        Counting {
            if (to < 1) {
                throw new IllegalArgumentException("count: --to is " + to + ", at least 1 is needed");
            }
        }
    }

    /** The sum of 1 to n. */
    static final class CountStudy implements Study<Counting> {
        @Override
        public String name() {
            return "count";
        }

        @Override
        public long seed(Counting setting) {
            return 0;
        }

        @Override
        public Result run(Counting setting, Session session) {
            long sum = 0;
            for (long i = 1; i <= setting.to() && !Session.cancelled(); i++) {
                session.listener().progress((double) i / setting.to(), "");
                sum += i;
            }
            return Result.of(name(), "Counting")
                    .ended(Ending.done("all was counted"))
                    .headline("The sum is " + sum + ".")
                    .setting(Map.of("to", setting.to()))
                    .measured("sum", sum)
                    .build();
        }
    }

    @Override
    protected StudyVerb<?> study() {
        return of(new CountStudy(), () -> new Counting(to));
    }
}
