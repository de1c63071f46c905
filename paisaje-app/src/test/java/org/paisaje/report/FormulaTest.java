package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Quotation;
import org.paisaje.claims.catalogue.Catalogue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every formula of the catalogue and of the guides can be typeset. A scan of the words, braces and environments runs
 * everywhere; where Node is on the PATH the program of the pages typesets them all.
 */
final class FormulaTest {
    private static final Pattern WORD = Pattern.compile("\\\\([a-zA-Z]+|.)", Pattern.DOTALL);
    private static final Pattern ENVIRONMENT = Pattern.compile("\\\\(begin|end)\\{([a-z*]+)\\}");
    private static final Pattern MARKDOWN = Pattern.compile("\\$\\$(.+?)\\$\\$|\\$([^$\\s][^$]*)\\$", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("```.*?```|`[^`\n]*`", Pattern.DOTALL);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyFormulaIsWellFormed() throws IOException {
        Map<String, String> formulas = formulas();
        assertThat(formulas).hasSizeGreaterThan(100);
        var faults = new ArrayList<String>();
        formulas.forEach((where, formula) -> fault(formula, faults, where));
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\\qquadf", "\\frac{1}{2", "a}", "\\left(x", "\\begin{matrix}a\\end{cases}", "\\end{cases}"})
    void aBrokenFormulaIsFound(String formula) {
        var faults = new ArrayList<String>();
        fault(formula, faults, "here");
        assertThat(faults).isNotEmpty();
    }

    @Test
    void theProgramOfThePagesTypesetsEveryFormula() throws IOException, InterruptedException {
        List<String> errors = typeset(formulas());
        assertThat(errors).isEmpty();
    }

    @Test
    void theProgramOfThePagesRefusesABrokenFormula() throws IOException, InterruptedException {
        assertThat(typeset(Map.of("bad", "a\\qquadf", "good", "\\frac12"))).hasSize(1)
                .first()
                .asString()
                .contains("bad");
    }

    /** All formulas by where they stand. */
    private static Map<String, String> formulas() throws IOException {
        var formulas = new LinkedHashMap<String, String>();
        for (Claim claim : Catalogue.load().all()) {
            if (!claim.statement().latex().isBlank()) {
                formulas.put(claim.id(), claim.statement().latex());
            }
            for (Quotation quotation : claim.statement().quotations()) {
                String[] pieces = quotation.sentence().split("\\$\\$?", -1);
                assertThat(pieces.length % 2).as("dollar signs of the quotation of %s", claim.id()).isEqualTo(1);
                for (int i = 1; i < pieces.length; i += 2) {
                    formulas.put(claim.id() + ", quotation, formula " + i / 2, pieces[i]);
                }
            }
        }
        try (Stream<Path> files = Stream.concat(Files.walk(Path.of("../docs")), Stream.of(Path.of("../README.md")))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                Matcher found = MARKDOWN.matcher(CODE.matcher(Files.readString(file)).replaceAll(""));
                for (int i = 0; found.find(); i++) {
                    formulas.put(file + ", formula " + i, found.group(1) == null ? found.group(2) : found.group(1));
                }
            }
        }
        return formulas;
    }

    /** Words that the program does not know, and what is opened without being closed. */
    private static void fault(String formula, List<String> faults, String where) {
        String katex = Resources.katexScript();
        Matcher words = WORD.matcher(formula);
        int lefts = 0;
        while (words.find()) {
            String word = words.group(1);
            lefts += word.equals("left") ? 1 : word.equals("right") ? -1 : 0;
            boolean structure = word.equals("begin") || word.equals("end") || word.equals("right");
            if (word.matches("[a-zA-Z]+") && !structure && !katex.contains("\"\\\\" + word + "\"")) {
                faults.add(where + ": \\" + word + " is not known");
            }
        }
        if (lefts != 0) {
            faults.add(where + ": \\left and \\right do not match");
        }
        int depth = 0;
        String bare = formula.replaceAll("\\\\[{}\\\\]", "");
        for (int i = 0; i < bare.length() && depth >= 0; i++) {
            depth += bare.charAt(i) == '{' ? 1 : bare.charAt(i) == '}' ? -1 : 0;
        }
        if (depth != 0) {
            faults.add(where + ": braces do not match");
        }
        var open = new ArrayDeque<String>();
        Matcher environments = ENVIRONMENT.matcher(formula);
        while (environments.find()) {
            if (environments.group(1).equals("begin")) {
                open.push(environments.group(2));
            } else if (!environments.group(2).equals(open.poll())) {
                faults.add(where + ": \\end{" + environments.group(2) + "} ends nothing");
            }
        }
        open.forEach(name -> faults.add(where + ": \\begin{" + name + "} does not end"));
    }

    private List<String> typeset(Map<String, String> formulas) throws IOException, InterruptedException {
        boolean node = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(f -> Files.isExecutable(Path.of(f, "node")));
        assumeTrue(node, "no node on the PATH: the formulas are scanned, not typeset");
        Path script = Files.writeString(folder.resolve("katex.js"), Resources.katexScript());
        Path input = Files.writeString(folder.resolve("formulas.json"), ResultJson.write(formulas));
        Path output = folder.resolve("errors.json");
        String program = """
                         const katex = require(process.argv[1]);
                         const formulas = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
                         const errors = [];
                         for (const [name, formula] of Object.entries(formulas)) {
                           try {
                             katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "ignore" });
                           } catch (error) {
                             errors.push(name + ": " + error.message);
                           }
                         }
                         require("fs").writeFileSync(process.argv[3], JSON.stringify(errors));
                         """;
        Process process = new ProcessBuilder(
                "node", "-e", program, script.toString(), input.toString(), output.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("node answers within a minute").isTrue();
        assertThat(output).as(Files.readString(folder.resolve("log.txt"), StandardCharsets.UTF_8)).exists();
        var errors = new ArrayList<String>();
        for (JsonNode error : JsonMapper.shared().readTree(Files.readString(output))) {
            errors.add(error.asString());
        }
        return errors;
    }
}
