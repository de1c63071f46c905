package org.paisaje.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Setting;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.study.Provenance;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results of claims as JSON, for {@code result.json} and {@code --json}. Infinite numbers are the text "Infinity". */
public final class ResultJson {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultJson() {}

    /** The results of a run. */
    public static String write(List<ClaimResult> results, String command, Provenance provenance) {
        var root = new LinkedHashMap<String, Object>();
        root.put("command", command);
        root.put("provenance", provenance);
        root.put("claims", results.stream().map(ResultJson::claim).toList());
        return JSON.writeValueAsString(root) + "\n";
    }

    /** Any records, maps and lists as JSON. */
    public static String write(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }

    private static Map<String, Object> claim(ClaimResult result) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", result.claim().id());
        map.put("document", result.claim().source().document());
        map.put("place", result.claim().source().place());
        map.put("title", result.claim().statement().title());
        map.put("size", result.size().word());
        map.put("setting", result.setting().values());
        map.put("expected", result.claim().expected().word());
        map.put("asExpected", result.asExpected());
        judgement(map, result.judgement());
        map.put("hypotheses", result.hypotheses());
        result.control().ifPresent(control -> {
            var broken = new LinkedHashMap<String, Object>();
            Setting setting = control.setting();
            broken.put("setting", setting.values());
            broken.put("note", setting.note());
            judgement(broken, control.judgement());
            map.put("control", broken);
        });
        map.put("predicted", result.predicted().values());
        map.put("replicates", result.replicates());
        map.put("kept", result.kept());
        map.put("seconds", result.seconds());
        return map;
    }

    private static void judgement(Map<String, Object> map, Judgement judgement) {
        map.put("verdict", judgement.verdict().kind().word());
        map.put("reason", judgement.verdict().reason());
        map.put("comparisons", judgement.comparisons());
    }
}
