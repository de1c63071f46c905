package org.paisaje.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.paisaje.claims.run.SeedRate;
import org.paisaje.report.terminal.Table;
import org.paisaje.study.Provenance;

/** How often claims come out other than expected over seeds, for the terminal and as JSON. */
public final class SeedReport {
    private SeedReport() {}

    /** A line for each claim. */
    public static Table table(List<SeedRate> rates) {
        var table = new Table().text("claim")
                .text("expected")
                .number("seeds")
                .number("unexpected")
                .number("time")
                .text(
                        "with seed");
        for (SeedRate rate : rates) {
            table.row(
                    rate.claim().id(), rate.claim().expected().word(), Integer.toString(rate.seeds()),
                    Integer.toString(rate.unexpected().size()), Numbers.duration((long) (1e9 * rate.seconds())),
                    seeds(rate));
        }
        return table;
    }

    private static String seeds(SeedRate rate) {
        return rate.unexpected().stream().map(u -> Long.toString(u.seed())).collect(Collectors.joining(", "));
    }

    /** What came out, in a sentence. */
    public static String summary(List<SeedRate> rates) {
        int seeds = rates.stream().mapToInt(SeedRate::seeds).max().orElse(0);
        long claims = rates.stream().filter(rate -> !rate.unexpected().isEmpty()).count();
        int runs = rates.stream().mapToInt(SeedRate::seeds).sum();
        int unexpected = rates.stream().mapToInt(rate -> rate.unexpected().size()).sum();
        return rates.size() + (rates.size() == 1 ? " claim" : " claims") + ", " + seeds
                + (seeds == 1 ? " seed: " : " seeds: ")
                + (unexpected == 0
                        ? "every verdict is the expected one."
                        : unexpected + " of " + runs + " verdicts are not the expected one, in " + claims
                                + (claims == 1 ? " claim." : " claims."));
    }

    /** The rates as JSON. */
    public static String json(List<SeedRate> rates, String command, Provenance provenance) {
        var root = new LinkedHashMap<String, Object>();
        root.put("command", command);
        root.put("provenance", provenance);
        root.put("claims", rates.stream().map(SeedReport::entry).toList());
        return ResultJson.write(root);
    }

    private static Map<String, Object> entry(SeedRate rate) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", rate.claim().id());
        map.put("expected", rate.claim().expected().word());
        map.put("size", rate.size().word());
        map.put("seeds", rate.seeds());
        map.put("rate", rate.rate());
        map.put("unexpected", rate.unexpected());
        map.put("seconds", rate.seconds());
        return map;
    }
}
