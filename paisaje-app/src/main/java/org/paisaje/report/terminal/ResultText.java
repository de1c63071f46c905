package org.paisaje.report.terminal;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.paisaje.report.NumberText;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;

/** A result in the terminal: what came out, the numbers part by part, what to do next. */
public final class ResultText {
    private static final int MOST_LINES = 12;
    private static final int HEAD = 17;
    private static final int HALF = 49;
    private static final int LISTED = 4;

    private final PrintWriter out;
    private final Set<String> shown = new HashSet<>();
    private boolean brief;

    /** Prints to a stream. */
    public ResultText(PrintWriter out) {
        this.out = out;
    }

    /** Whether sections with findings are left out, where the answers say what came out. */
    public void brief(boolean answersOnly) {
        brief = answersOnly;
    }

    /**
     * A part that is known before the end, in a line; with what it rests on if it is alone or not as it should be.
     *
     * @param alone whether it is the only part of the result
     */
    public void part(Section section, boolean alone) {
        shown.add(section.id());
        Mark mark = section.mark().orElse(Mark.of(Assessment.NOTE, ""));
        boolean trouble = mark.assessment() == Assessment.TROUBLE;
        out.println(String.format(Locale.ROOT, "%-14s %-34s %8s%s", mark.word(), section.id(), mark.note(),
                trouble ? "   NOT AS EXPECTED" : "").stripTrailing());
        if (alone || trouble) {
            wrapped("  ", section.title());
            wrapped("  ", section.summary());
            section.blocks().forEach(block -> {
                if (block instanceof Block.Findings findings) {
                    findings(findings.lines());
                }
            });
        }
        out.flush();
    }

    /**
     * The whole, but for parts that were printed already.
     *
     * @param command the line that does what is advised, if options are known that would help
     * @param kept where the files are, if they were written
     */
    public void print(Result result, Optional<String> command, Optional<String> kept) {
        if (!shown.isEmpty()) {
            out.println();
        }
        wrapped("", result.headline());
        if (!result.about().isBlank()) {
            out.println();
            wrapped("", result.about());
        }
        if (!result.answers().isEmpty()) {
            out.println();
            result.answers()
                    .forEach((question, answer) -> wrapped(
                            String.format(Locale.ROOT, "  %-" + (HEAD - 2) + "s", question), answer));
        }
        command.ifPresent(line -> {
            out.println();
            command(line);
        });
        result.sections()
                .stream()
                .filter(section -> !shown.contains(section.id()))
                .filter(section -> !brief || section.findings().findAny().isEmpty())
                .forEach(this::section);
        out.println();
        if (result.advice().size() + kept.stream().count() > 0) {
            result.advice().forEach(line -> wrapped("Next: ", line));
        }
        wrapped("", (brief ? "All numbers: --details. " : "")
                + kept.orElse("Add --out DIR for a page with the figures and the files."));
        out.println("It took " + Words.duration(result.seconds()) + ".");
        out.flush();
    }

    /** A command on as many lines as it needs, each but the last ending in a backslash. */
    private void command(String whole) {
        String line = " ".repeat(HEAD);
        for (String word : whole.split(" (?=--)", -1)) {
            if (line.length() + word.length() + 3 > Terminal.WIDEST && !line.isBlank()) {
                out.println(line.stripTrailing() + " \\");
                line = " ".repeat(HEAD + 4);
            }
            line += word + " ";
        }
        out.println(line.stripTrailing());
    }

    private void section(Section section) {
        boolean words = section.blocks()
                .stream()
                .anyMatch(block -> block instanceof Block.Text || block instanceof Block.Numbers
                        || block instanceof Block.Glance || block instanceof Block.Findings);
        if (!words && section.summary().isBlank()) {
            return;
        }
        out.println();
        if (!section.summary().isBlank()) {
            wrapped("", section.title() + ": " + section.summary()
                    + (section.summary().matches("(?s).*[.!?]$") ? "" : "."));
        }
        for (Block block : section.blocks()) {
            switch (block) {
                case Block.Text(String sentence) -> wrapped("", sentence);
                case Block.Numbers(Figure.Table table) -> numbers(table);
                case Block.Glance(List<Block.Glance.Entry> entries) -> glance(entries);
                case Block.Points(String title, List<String> items) when section.findings().findAny().isEmpty() ->
                    points(title, items);
                case Block.Findings(List<Finding> lines) -> {
                    findings(lines);
                    lines.stream()
                            .filter(line -> line.assessment() == Assessment.TROUBLE
                                    || line.assessment() == Assessment.UNMEASURED)
                            .filter(line -> !line.note().isBlank())
                            .forEach(line -> wrapped("   ", line.quantity() + ": " + line.note()));
                }
                default -> {}
            }
        }
    }

    /** One line for each; many short ones in a row, and beside an answer only how many there are. */
    private void points(String title, List<String> items) {
        if (items.size() > Block.Points.MANY) {
            wrapped("", title + ": " + (brief
                    ? items.size() + " others, which --details names."
                    : String.join(", ", items) + "."));
            return;
        }
        if (!title.isEmpty()) {
            out.println(title + ":");
        }
        items.forEach(item -> wrapped("  - ", brief ? shortened(item) : item));
    }

    /** The first few of a list behind a colon, and how many more there are. */
    private static String shortened(String item) {
        int colon = item.indexOf(": ");
        String[] listed = item.substring(Math.max(0, colon)).split(", ", -1);
        return colon < 0 || listed.length <= LISTED + 1
                ? item
                : item.substring(0, colon) + String.join(", ", Arrays.asList(listed).subList(0, LISTED)) + " and "
                        + (listed.length - LISTED) + " more";
    }

    /** Verdicts in two columns if they fit, else in one. */
    private void glance(List<Block.Glance.Entry> entries) {
        List<String> cells = entries.stream().map(ResultText::cell).toList();
        boolean wide = cells.stream().allMatch(cell -> cell.length() < HALF);
        int rows = wide ? (cells.size() + 1) / 2 : cells.size();
        for (int i = 0; i < rows; i++) {
            String right = i + rows < cells.size() ? cells.get(i + rows) : "";
            out.println(String.format(Locale.ROOT, "  %-" + HALF + "s%s", cells.get(i), right).stripTrailing());
        }
        out.println();
    }

    private static String cell(Block.Glance.Entry entry) {
        return String.format(Locale.ROOT, "%-8s %-3s%s", entry.title(), switch (entry.sign()) {
            case YES -> "ok";
            case NO -> "x";
            case OPEN -> "!";
            case NONE -> "-";
        }, entry.words());
    }

    private void numbers(Figure.Table table) {
        var text = new TextTable();
        for (int j = 0; j < table.columns().size(); j++) {
            int column = j;
            boolean numeric = table.rows().stream().anyMatch(row -> row.get(column).numeric());
            String title = table.columns().get(j);
            text = numeric ? text.number(title) : text.text(title);
        }
        for (List<Cell> row : table.rows()) {
            text.row(row.stream().map(NumberText::show).toArray(String[]::new));
        }
        text.lines(Terminal.WIDEST).forEach(out::println);
    }

    private void findings(List<Finding> lines) {
        boolean judged = lines.stream().anyMatch(line -> !line.verdict().isBlank());
        var table = new TextTable().text("").text("quantity").number("measured").number("theory");
        if (judged) {
            table.text("verdict");
        }
        for (Finding line : lines.subList(0, Math.min(lines.size(), Math.max(MOST_LINES, 2 * MOST_LINES)))) {
            String sign = line.assessment() == Assessment.TROUBLE || line.verdict().equals("contradicts") ? "!" : "";
            String[] cells = {sign, line.quantity(), NumberText.measured(line), NumberText.theory(line, false),
                line.verdict()};
            table.row(judged ? cells : java.util.Arrays.copyOf(cells, 4));
        }
        table.lines(Terminal.WIDEST - 1).forEach(line -> out.println(" " + line));
        if (lines.size() > 2 * MOST_LINES) {
            out.println("  and " + (lines.size() - 2 * MOST_LINES) + " more lines, on the page");
        }
    }

    private void wrapped(String head, String words) {
        if (words.isBlank()) {
            return;
        }
        String line = head;
        String indent = " ".repeat(head.length());
        boolean empty = true;
        for (String word : words.strip().split("\\s+", -1)) {
            if (!empty && line.length() + word.length() >= Terminal.WIDEST) {
                out.println(line.stripTrailing());
                line = indent;
            }
            line += word + " ";
            empty = false;
        }
        out.println(line.stripTrailing());
    }
}
