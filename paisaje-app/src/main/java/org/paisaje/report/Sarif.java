package org.paisaje.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paisaje.study.Alert;
import org.paisaje.study.Result;

/** The alerts of a result in the Static Analysis Results Interchange Format 2.1.0 (OASIS 2020), which services for continuous integration read. */
public final class Sarif {
    private static final String VERSION = "2.1.0";

    private Sarif() {}

    /**
     * A log of one run.
     *
     * @param command the command line that makes it again
     * @param status the exit status
     */
    public static String write(Result result, String command, int status) {
        var driver = new LinkedHashMap<String, Object>();
        driver.put("name", "Paisaje");
        result.provenance().ifPresent(made -> driver.put("version", made.version()));
        List<String> ids = result.alerts().stream().map(Alert::rule).distinct().toList();
        driver.put("rules", ids.stream().map(Sarif::rule).toList());
        var run = new LinkedHashMap<String, Object>();
        run.put("tool", Map.of("driver", driver));
        var invocation = new LinkedHashMap<String, Object>();
        invocation.put("executionSuccessful", result.ending().complete());
        invocation.put("commandLine", command);
        invocation.put("exitCode", status);
        invocation.put("exitCodeDescription", result.ending().words());
        run.put("invocations", List.of(invocation));
        run.put("results", result.alerts().stream().map(alert -> result(alert, ids, result)).toList());
        var log = new LinkedHashMap<String, Object>();
        log.put("version", VERSION);
        log.put("runs", List.of(run));
        return ResultJson.write(log);
    }

    private static Map<String, Object> rule(String id) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", id);
        map.put("help", Map.of("text", "docs/guide/findings.md tells what " + id + " means and what to do."));
        return map;
    }

    private static Map<String, Object> result(Alert alert, List<String> ids, Result result) {
        boolean judged = alert.level() != Alert.Level.NOTE;
        var map = new LinkedHashMap<String, Object>();
        map.put("ruleId", alert.rule());
        map.put("ruleIndex", ids.indexOf(alert.rule()));
        // What could not be judged is no problem of the run: kind "open", and then the level must be "none".
        map.put("kind", judged ? "fail" : "open");
        map.put("level", judged ? alert.level().name().toLowerCase(Locale.ROOT) : "none");
        map.put("message", Map.of("text", alert.message()));
        map.put("locations", List.of(location(result)));
        return map;
    }

    /** The file of the data, if there is one, and what was run on it. */
    private static Map<String, Object> location(Result result) {
        var map = new LinkedHashMap<String, Object>();
        String data = String.valueOf(result.setting().getOrDefault("data", ""));
        if (file(data)) {
            map.put("physicalLocation", Map.of("artifactLocation", Map.of("uri", uri(data))));
        }
        map.put("logicalLocations",
                List.of(Map.of("name", String.valueOf(result.setting().getOrDefault("net", "network")),
                        "kind", "module")));
        return map;
    }

    private static boolean file(String name) {
        return !name.isBlank() && name.matches("[^:,\\x00]+") && Files.isRegularFile(Path.of(name));
    }

    private static String uri(String name) {
        Path path = Path.of(name);
        return path.isAbsolute() ? path.toUri().toString() : path.toString().replace('\\', '/').replace(" ", "%20");
    }
}
