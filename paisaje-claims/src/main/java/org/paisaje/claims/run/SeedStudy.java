package org.paisaje.claims.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.claims.Claim;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Estimate;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;

/** How often claims come out other than expected over seeds. */
public final class SeedStudy implements Study<SeedStudy.Sweep> {
    /**
     * Which claims with which seeds.
     *
     * @param check the claims and how they are checked; its own seed is not used, its setting not changed
     * @param seeds at least one
     */
    public record Sweep(CheckSetting check, List<Long> seeds) {
        /** Copies the list; refuses a changed setting, which has no expected verdict. */
        public Sweep {
            seeds = List.copyOf(seeds);
            if (!check.changes().isEmpty()) {
                throw new IllegalArgumentException(
                        "--seeds shows rates of unexpected verdicts; a setting changed by --set "
                                + "has no expected one: leave --set away");
            }
        }
    }

    @Override
    public String name() {
        return "seeds";
    }

    @Override
    public long seed(Sweep setting) {
        return setting.seeds().getFirst();
    }

    @Override
    public Result run(Sweep setting, Session session) {
        CheckSetting check = setting.check();
        var options = new RunnerOptions(check.size(), check.seed(), session.threads(), check.store(), check.fresh(),
                Map.of());
        int all = setting.seeds().size();
        List<SeedRate> rates = SeedSweep.run(check.claims(), options, setting.seeds(), new RunListener() {
            private int before;
            private int last;

            @Override
            public void replicate(Claim claim, int done, int total) {
                before += done <= last ? 1 : 0;
                last = done;
                session.listener().progress((before + (double) done / Math.max(1, total)) / all, claim.id());
            }
        });
        boolean whole = rates.size() == check.claims().size()
                && rates.stream().allMatch(rate -> rate.seeds() == all);
        boolean expected = rates.stream().allMatch(rate -> rate.unexpected().isEmpty());
        var described = new LinkedHashMap<>(check.describe());
        described.remove("seed");
        described.put("seeds", setting.seeds());
        String summary = summary(rates);
        return Result.of(name(), "Verdicts over seeds")
                .ended(!whole
                        ? Ending.interrupted("stopped before all seeds were done; the same command goes on from the "
                                + "finished replicates")
                        : expected
                                ? Ending.done("all seeds were done")
                                : new Ending(Ending.Kind.UNEXPECTED, summary, ""))
                .headline((whole ? "" : "NOT COMPLETE: ") + summary)
                .setting(described)
                .measured("claims", rates.stream().map(SeedStudy::entry).toList())
                .section(section(rates))
                .build();
    }

    private static Section section(List<SeedRate> rates) {
        List<List<Cell>> rows = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (SeedRate rate : rates) {
            Cell count = Cell.count(rate.unexpected().size());
            rows.add(List.of(Cell.text(rate.claim().id()), Cell.text(rate.claim().expected().word()),
                    Cell.count(rate.seeds()), rate.unexpected().isEmpty() ? count : count.contradicting(),
                    Cell.measured(Estimate.of(rate.rate())), Cell.text(Words.duration(rate.seconds()))));
            rate.unexpected()
                    .forEach(other -> words.add(
                            rate.claim().id() + ", seed " + other.seed() + ": " + other.words()));
        }
        var blocks = new ArrayList<Block>(List.of(new Block.Numbers(new Figure.Table("rates", "Rates",
                "The rate of unexpected verdicts with Wilson's interval at level 0.95.",
                List.of("claim", "expected", "seeds", "unexpected", "rate", "processor time"), rows))));
        words.forEach(line -> blocks.add(new Block.Text(line)));
        return Section.of("rates", "How often a verdict is not the expected one", "", blocks);
    }

    private static String summary(List<SeedRate> rates) {
        int seeds = rates.stream().mapToInt(SeedRate::seeds).max().orElse(0);
        long claims = rates.stream().filter(rate -> !rate.unexpected().isEmpty()).count();
        int runs = rates.stream().mapToInt(SeedRate::seeds).sum();
        int unexpected = rates.stream().mapToInt(rate -> rate.unexpected().size()).sum();
        return Words.count(rates.size(), "claim") + ", " + Words.count(seeds, "seed") + ": " + (unexpected == 0
                ? "every verdict is the expected one."
                : unexpected + " of " + runs + " verdicts are not the expected one, in "
                        + Words.count(claims, "claim") + ".");
    }

    private static Map<String, Object> entry(SeedRate rate) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", rate.claim().id());
        map.put("expected", rate.claim().expected().word());
        map.put("size", rate.size().word());
        map.put("seeds", rate.seeds());
        var interval = new LinkedHashMap<String, Object>();
        interval.put("value", rate.rate().estimate());
        interval.put("low", rate.rate().low());
        interval.put("high", rate.rate().high());
        map.put("rate", interval);
        map.put("unexpected", rate.unexpected()
                .stream()
                .map(other -> other.seed() + ": " + other.words())
                .toList());
        map.put("seconds", rate.seconds());
        return map;
    }
}
