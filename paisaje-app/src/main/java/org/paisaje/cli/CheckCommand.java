package org.paisaje.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.ReplicateStore;
import org.paisaje.claims.run.RunListener;
import org.paisaje.claims.run.Runner;
import org.paisaje.claims.run.SeedRate;
import org.paisaje.claims.run.SeedSweep;
import org.paisaje.report.ClaimPage;
import org.paisaje.report.Folder;
import org.paisaje.report.HtmlWriter;
import org.paisaje.report.Numbers;
import org.paisaje.report.ResultJson;
import org.paisaje.report.SeedReport;
import org.paisaje.report.terminal.Progress;
import org.paisaje.report.terminal.Table;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.study.Comparison;
import org.paisaje.study.Provenance;
import org.paisaje.study.figure.Figure;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks claims. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks statements of the documents by measurement.",
        footer = {
            "%nFinished replicates are kept; a run that is stopped goes on where it was. The exit status is 1 if any "
                    + "verdict is not the expected one.",
            "%nExamples:",
            "  paisaje check 003.table1",
            "  paisaje check --document 003 --size full --out run3",
            "  paisaje check 003.lemma2 --seeds 1..20",
            "  paisaje check 003.lemma3 --set d=8"
        })
final class CheckCommand implements Callable<Integer> {
    private static final int MOST_LINES = 12;

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** What to check. */
    private static final class Which {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Identifiers of claims, or the part before a dot.")
        private List<String> ids = List.of();

        @Option(names = "--document", paramLabel = "NUMBER", description = "All claims of a document, as 003.")
        private @Nullable String document;

        @Option(names = "--all", description = "All claims.")
        private boolean all;
    }

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "smoke, standard or full (default: standard).",
            converter = SizeConverter.class)
    private Size size = Size.STANDARD;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Changes a parameter of the setting; then nothing is expected.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = "--seeds",
            paramLabel = "SEEDS",
            description = "Checks with each of these seeds, as 1..20, and shows how often a verdict is not the "
                    + "expected one. Takes the place of --seed.",
            converter = SeedsConverter.class)
    private SeedsConverter.@Nullable Seeds seeds;

    @Option(names = "--fresh", description = "Measures again what is kept.")
    private boolean fresh;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where finished replicates are kept (default: ${DEFAULT-VALUE}).",
            defaultValue = "${env:PAISAJE_STORE:-${sys:user.home}/.cache/paisaje/results}")
    private Path store = Path.of("");

    @Option(names = "--figures", description = "Also writes every figure as SVG and PNG; needs --out.")
    private boolean figures;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<Claim> claims = claims();
        Path out = common.out();
        if (figures && out == null) {
            throw new IllegalArgumentException("--figures needs a folder to write to; add --out DIR");
        }
        SeedsConverter.Seeds sweep = seeds;
        if (sweep != null && (figures || !changes.isEmpty())) {
            throw new IllegalArgumentException("--seeds shows rates of unexpected verdicts; a setting changed by --set "
                    + "has no expected one, and there are no figures: leave --set and --figures away");
        }
        Optional<Folder> folder = out == null ? Optional.empty() : Optional.of(Folder.at(out));
        var options = new Runner.Options(
                size, common.seedNumber(), common.threads(), Optional.of(new ReplicateStore(store)), fresh, changes);
        Provenance provenance = Provenance.now(common.threads(), common.seedNumber());
        PrintWriter printer = spec.commandLine().getOut();
        if (sweep != null) {
            return rates(claims, options, sweep.numbers(), folder, provenance);
        }
        List<ClaimResult> results = run(claims, options, printer);
        String command = ClaimsCommand.given(spec);
        String json = ResultJson.write(results, command, provenance);
        if (folder.isPresent()) {
            write(folder.get(), results, command, provenance, json);
        }
        if (common.json()) {
            printer.print(json);
        } else {
            conclude(printer, results, out);
        }
        return results.stream().allMatch(ClaimResult::asExpected) && results.size() == claims.size()
                ? ExitStatus.DONE
                : ExitStatus.UNEXPECTED_VERDICT;
    }

    private List<Claim> claims() {
        Catalogue catalogue = Catalogue.load();
        if (which.all) {
            return catalogue.all();
        }
        String document = which.document;
        if (document != null) {
            return catalogue.document(document);
        }
        return which.ids.stream().flatMap(id -> catalogue.named(id).stream()).distinct().toList();
    }

    private int rates(
            List<Claim> claims, Runner.Options options, List<Long> numbers, Optional<Folder> folder,
            Provenance provenance) throws IOException {
        List<SeedRate> rates;
        try (Progress progress = common.progress("checking", 1_000L * numbers.size())) {
            rates = SeedSweep.run(claims, options, numbers, new RunListener() {
                private long before;
                private int last;

                @Override
                public void replicate(Claim claim, int done, int total) {
                    before += done <= last ? 1_000 : 0;
                    last = done;
                    progress.at(before + 1_000L * done / Math.max(1, total), claim.id());
                }
            });
        }
        String json = SeedReport.json(rates, ClaimsCommand.given(spec), provenance);
        if (folder.isPresent()) {
            folder.get().write("result.json", json);
        }
        PrintWriter printer = spec.commandLine().getOut();
        if (common.json()) {
            printer.print(json);
        } else {
            SeedReport.table(rates).lines(Terminal.WIDEST).forEach(printer::println);
            rates.forEach(rate -> rate.unexpected()
                    .forEach(u -> printer.println(rate.claim().id() + ", seed " + u.seed() + ": " + u.words())));
            printer.println();
            printer.println(SeedReport.summary(rates));
        }
        boolean whole = rates.size() == claims.size() && rates.stream().allMatch(r -> r.seeds() == numbers.size());
        return whole && rates.stream().allMatch(r -> r.unexpected().isEmpty())
                ? ExitStatus.DONE
                : ExitStatus.UNEXPECTED_VERDICT;
    }

    private List<ClaimResult> run(List<Claim> claims, Runner.Options options, PrintWriter printer) {
        try (Progress progress = common.progress("checking", 1_000)) {
            boolean single = claims.size() == 1;
            return new Runner(options).run(claims, new RunListener() {
                @Override
                public void replicate(Claim claim, int done, int total) {
                    progress.at(1_000L * done / Math.max(1, total), claim.id());
                }

                @Override
                public void finished(ClaimResult result) {
                    if (!common.json()) {
                        progress.clear();
                        print(printer, result, single);
                    }
                }
            });
        }
    }

    /** One line for each claim as it finishes, and what it rests on if it is alone or not as expected. */
    private static void print(PrintWriter out, ClaimResult result, boolean detailed) {
        out.println(String.format(
                "%-14s %-34s %8s%s",
                result.judgement().verdict().kind().word(),
                result.claim().id(),
                Numbers.duration((long) (1e9 * result.seconds())),
                result.asExpected() ? "" : "   NOT AS EXPECTED"));
        if (!detailed && result.asExpected()) {
            out.flush();
            return;
        }
        out.println("  " + result.claim().statement().title());
        String reason = result.judgement().verdict().reason();
        if (!reason.isBlank()) {
            out.println("  " + reason);
        }
        List<Comparison> lines = result.judgement()
                .comparisons()
                .stream()
                .sorted(Comparator.comparing(Comparison::agrees))
                .toList();
        var table = new Table().text("").text("quantity").number("predicted").number("measured");
        for (Comparison line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
            String sign = line.relation() == Comparison.Relation.EQUAL ? "" : line.relation().sign() + " ";
            table.row(
                    switch (line.outcome()) {
                        case AGREES -> "ok";
                        case CONTRADICTS -> "NO";
                        case UNDECIDED, UNSOUND -> "?";
                    },
                    line.quantity(),
                    sign + Numbers.show(line.predicted()),
                    Numbers.show(line.measured()));
        }
        if (!lines.isEmpty()) {
            table.lines(Terminal.WIDEST - 2).forEach(l -> out.println("  " + l));
        }
        if (lines.size() > MOST_LINES) {
            out.println("  and " + (lines.size() - MOST_LINES) + " more lines, in the report");
        }
        if (!result.controlWorks()) {
            out.println("  The control came out "
                    + result.control()
                            .map(c -> c.judgement().verdict().kind().word() + ": "
                                    + c.judgement().verdict().reason())
                            .orElse("")
                    + "; it should be " + result.claim().expected().opposite().word()
                    + ", so this check cannot tell the two apart.");
        }
        out.flush();
    }

    private void conclude(PrintWriter out, List<ClaimResult> results, @Nullable Path folder) {
        out.println();
        out.println(ClaimPage.summary(results));
        out.println(
                folder == null
                        ? "Add --out DIR for a report with the figures."
                        : "Report: " + folder.resolve("report.html"));
    }

    private void write(
            Folder folder, List<ClaimResult> results, String command, Provenance provenance, String json)
            throws IOException {
        String document = which.document;
        String title = results.size() == 1
                ? results.getFirst().claim().statement().title()
                : document != null ? "Document " + document + ", claim by claim" : "Claims, checked";
        folder.write("report.html", HtmlWriter.write(ClaimPage.of(title, results, command, provenance)));
        if (figures) {
            for (ClaimResult result : results) {
                for (Figure figure : result.figures()) {
                    folder.write(result.claim().id(), figure);
                }
            }
        }
        folder.write("result.json", json);
    }
}
