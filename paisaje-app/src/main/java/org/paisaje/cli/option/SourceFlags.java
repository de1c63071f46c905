package org.paisaje.cli.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say how files of data are read. A mixin. */
public final class SourceFlags {
    /** What help says about data, one for all commands. */
    public static final String HELP = "%nData: a built-in name with options, as rings:n=500,noise=0.05; FILE.csv "
            + "(.tsv, .txt, .dat, .gz) with --target; FILE.npz with x and y; X.npy,Y.npy; idx:IMAGES,LABELS. What is "
            + "assumed about a file is said on standard error. Of text the encoding, separator and decimal mark are found "
            + "out; examples where they are not: --separator blank --decimal , --missing mean --drop id --drop name.";

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to predict of a CSV file, its name or number from 1 (-1: last), or the array to predict of an .npz file with one for each column.")
    private @Nullable String target;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "regression or classification, where the data do not tell.")
    private @Nullable String task;

    @Option(
            names = "--drop",
            paramLabel = "COLUMN[,COLUMN...]",
            description = "Columns of a CSV file to leave out; may be given again. none keeps even one that numbers the rows.")
    private List<String> drop = List.of();

    @Option(
            names = "--group",
            paramLabel = "COLUMN",
            description = "The column of a table of which equal values say that rows belong together, as those of one patient: no input, and a split keeps such rows in one part.")
    private @Nullable String group;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "What separates fields of a CSV file: a character, tab or blank (default: found out).")
    private @Nullable String separator;

    @Option(
            names = "--decimal",
            paramLabel = "MARK",
            description = "The decimal mark of a CSV file, . or , (default: found out).")
    private @Nullable String decimal;

    @Option(
            names = "--missing",
            paramLabel = "HOW",
            description = "Missing values of a CSV file: drop the record, take the mean of the column, indicator (the mean, and a column of 0 and 1 that says where), or refuse (default).")
    private @Nullable String missing;

    @Option(
            names = "--missing-value",
            paramLabel = "COLUMN=VALUE",
            split = ",",
            description = "What stands for a missing value of a CSV file, as 0 in bmi=0,glucose=0; VALUE alone: in all inputs. Needs --missing.")
    private List<String> missingValues = List.of();

    /**
     * Refuses options that none of the data take.
     *
     * @param sources what was named as data; null for what was not
     */
    public void check(CommandSpec command, @Nullable String... sources) {
        List<String> named = Arrays.stream(sources).filter(Objects::nonNull).map(String::valueOf).toList();
        CommandLine.ParseResult given = command.commandLine().getParseResult();
        // What no reader takes is refused by the readers, who say what they take.
        boolean table = named.stream().anyMatch(spec -> Sources.isTable(spec) || !Sources.knows(spec));
        boolean parquet = named.stream().anyMatch(Sources::isParquet);
        boolean columns = named.stream().anyMatch(SourceFlags::isArchive);
        for (String option : List.of("--target", "--drop", "--group", "--separator", "--decimal", "--missing",
                "--missing-value")) {
            boolean text = List.of("--separator", "--decimal").contains(option);
            if (given.hasMatchedOption(option) && !table && !(parquet && !text)
                    && !(columns && List.of("--target", "--group").contains(option))) {
                throw new IllegalArgumentException(option + " belongs to a table " + (text ? "of text " : "")
                        + "such as FILE.csv; "
                        + String.join(" and ", named) + (named.size() == 1 ? " is none" : " are none"));
            }
        }
        if (given.hasMatchedOption("--task") && named.stream().allMatch(Datasets::knows)) {
            throw new IllegalArgumentException("--task belongs to data from files; " + String.join(" and ", named)
                    + " tells what the targets are");
        }
    }

    /** Whether the columns of what is named may be arrays of an archive. */
    private static boolean isArchive(String spec) {
        return spec.toLowerCase(Locale.ROOT).endsWith(".npz");
    }

    /** The options as the readers take them. */
    public SourceOptions options() {
        CsvDialect dialect = CsvDialect.detected().dropping(drop);
        String between = separator;
        if (between != null) {
            dialect = dialect.withSeparator(between);
        }
        String mark = decimal;
        if (mark != null) {
            dialect = dialect.withDecimal(mark);
        }
        String together = group;
        if (together != null) {
            dialect = dialect.withGroup(together);
        }
        String how = missing;
        if (how != null) {
            dialect = dialect.withMissing(CsvDialect.Missing.parse(how));
        }
        dialect = dialect.withCodes(missingValues);
        SourceOptions options = SourceOptions.detected().dialect(dialect);
        String column = target;
        if (column != null) {
            options = options.withTarget(column);
        }
        String kind = task;
        return kind == null ? options : options.reading(SourceOptions.Reading.parse(kind));
    }
}
