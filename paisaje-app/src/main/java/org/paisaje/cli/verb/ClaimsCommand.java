package org.paisaje.cli.verb;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Document;
import org.paisaje.claims.Parameter;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.ClaimDocument;
import org.paisaje.report.Folder;
import org.paisaje.report.NumberText;
import org.paisaje.report.ResultJson;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.report.terminal.TextTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the catalogue of claims and shows single ones. */
@Command(
        name = "claims",
        mixinStandardHelpOptions = true,
        description = "Lists the statements that can be checked.",
        footer = {
            "%nExamples:",
            "  paisaje claims",
            "  paisaje claims --document 003",
            "  paisaje claims 003.lemma2"
        },
        subcommands = {ClaimsCommand.Show.class, ClaimsCommand.Pages.class})
public final class ClaimsCommand implements Callable<Integer> {
    @Option(names = "--document", paramLabel = "NUMBER", description = "Only the claims of this document, as 003.")
    private @Nullable String document;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Shows these, as `claims show` does.")
    private List<String> ids = List.of();

    @Option(names = "--json", description = "The list as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        if (!ids.isEmpty()) {
            if (document != null || json) {
                throw new IllegalArgumentException("claims: --document and --json list claims; leave them out to show "
                        + String.join(", ", ids));
            }
            Show.show(spec.commandLine().getOut(), catalogue, ids);
            return ExitStatus.DONE;
        }
        List<Claim> claims = document == null ? catalogue.all() : catalogue.document(document);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(ResultJson.write(claims.stream().map(ClaimsCommand::entry).toList()));
            return ExitStatus.DONE;
        }
        var table = new TextTable().text("claim").text("what it says").text("expected").number("cost");
        for (Claim claim : claims) {
            table.row(
                    claim.id(),
                    claim.statement().title(),
                    claim.expected().word(),
                    NumberText.show(claim.seconds()) + " s");
        }
        table.lines(Terminal.WIDEST).forEach(out::println);
        out.println();
        claims.stream()
                .map(claim -> claim.source().document())
                .distinct()
                .forEach(number -> paragraph(out, number, Document.of(number).citation()));
        out.println();
        out.println(claims.size() + " claims. `paisaje claims ID` tells about one, `paisaje check ID` checks it.");
        return ExitStatus.DONE;
    }

    private static Map<String, Object> entry(Claim claim) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", claim.id());
        map.put("document", claim.source().document());
        map.put("place", claim.source().place());
        map.put("title", claim.statement().title());
        map.put("expected", claim.expected().word());
        map.put("seconds", claim.seconds());
        map.put("setting", claim.standard(Size.STANDARD).values());
        return map;
    }

    private static void paragraph(PrintWriter out, String head, String words) {
        String line = "  " + (head.isEmpty() ? "" : head + ": ");
        for (String word : words.split("\\s+")) {
            if (line.length() + word.length() >= Terminal.WIDEST) {
                out.println(line.stripTrailing());
                line = "    ";
            }
            line += word + " ";
        }
        out.println(line.stripTrailing());
    }

    /** Shows one claim, or a family of them. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints a statement, its hypotheses, what is measured, and the mistakes of the printed text.",
            footer = {
                "%nExample:", "  paisaje claims show 003.table1"})
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Identifiers, or the part before a dot.")
        private List<String> ids = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            show(spec.commandLine().getOut(), Catalogue.load(), ids);
            return ExitStatus.DONE;
        }

        static void show(PrintWriter out, Catalogue catalogue, List<String> ids) {
            ids.stream().flatMap(id -> catalogue.named(id).stream()).distinct().forEach(claim -> show(out, claim));
        }

        private static void show(PrintWriter out, Claim claim) {
            Statement statement = claim.statement();
            out.println(claim.id() + "  (document " + claim.source() + ")");
            paragraph(out, "Document", claim.source().citation());
            paragraph(out, "", statement.title());
            paragraph(out, "Statement", statement.words());
            if (!statement.latex().isBlank()) {
                paragraph(out, "Formula", statement.latex());
            }
            statement.quotations().forEach(q -> paragraph(out, "Text, " + q.place(), q.sentence()));
            claim.hypotheses().forEach(h -> paragraph(out, "Hypothesis", h.words()));
            paragraph(out, "Measured", statement.measured());
            statement.mistakes().forEach(mistake -> paragraph(out, "Printed text", mistake));
            paragraph(out, "Expected", claim.expected().word());
            for (Parameter<?> parameter : claim.standard(Size.STANDARD).parameters()) {
                paragraph(out, "Setting " + parameter, parameter.key().meaning() + "; " + parameter.key().allowed());
            }
            Setting control = claim.control(Size.STANDARD);
            if (!control.note().isEmpty()) {
                paragraph(out, "Control", control.note());
            }
            out.println();
        }
    }

    /** Writes the catalogue as Markdown. */
    @Command(
            name = "pages",
            mixinStandardHelpOptions = true,
            description = "Writes the catalogue as Markdown, one page for each claim.",
            footer = {"%nExample:", "  paisaje claims pages docs/claims"})
    static final class Pages implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Where to write.")
        private Path target = Path.of("");

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Folder folder = Folder.at(target);
            Map<String, String> pages = ClaimDocument.pages(Catalogue.load().all());
            for (var page : pages.entrySet()) {
                folder.write(page.getKey(), page.getValue());
            }
            spec.commandLine().getOut().println(pages.size() + " pages in " + target);
            return ExitStatus.DONE;
        }
    }
}
