package org.paisaje.data.format.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the first lines of a table say about how it is written. Each separator that may be meant is tried; taken is the one
 * under which most records have one number of fields and most fields are numbers, with a decimal point or comma.
 *
 * @param separator what stands between fields
 * @param decimal the decimal mark
 * @param comment what a line begins with that is no record
 * @param separated whether the first line is {@code sep=;}, as spreadsheets write it, which is none of the records
 * @param records the first records
 * @param lastComment the comment before the first record, which may hold the names
 * @param unclear a field such as {@code 1,234}, if nothing tells whether its mark groups thousands
 */
record CsvSample(char separator, char decimal, char comment, boolean separated, List<List<String>> records,
        Optional<String> lastComment, Optional<String> unclear) {
    private static final int RECORDS = 200;
    private static final Pattern SEPARATED = Pattern.compile("sep=[,;|\\t]\\r?\\n");

    private record Candidate(CsvSample sample, int columns, double score) {}

    static CsvSample of(String text, CsvDialect told) {
        boolean separated = SEPARATED.matcher(text).lookingAt();
        CsvDialect dialect = separated && told.separator().isEmpty()
                ? told.withSeparator(text.substring(4, 5))
                : told;
        char comment = text.stripLeading().startsWith("%") ? '%' : '#';
        List<Character> separators = dialect.separator()
                .map(List::of)
                .orElseGet(() -> List.of(',', ';', '\t', '|', ' ')
                        .stream()
                        .filter(c -> !Optional.of(c).equals(dialect.decimal()))
                        .toList());
        Candidate best = candidate(text, separators.getFirst(), comment, dialect);
        for (char separator : separators.subList(1, separators.size())) {
            Candidate other = candidate(text, separator, comment, dialect);
            boolean splits = other.columns > 1;
            if (splits && (best.columns < 2 || other.score > best.score
                    || (other.score == best.score && other.columns > best.columns))) {
                best = other;
            }
        }
        return best.sample;
    }

    private static Candidate candidate(String text, char separator, char comment, CsvDialect dialect) {
        boolean separated = SEPARATED.matcher(text).lookingAt();
        List<List<String>> records = new ArrayList<>();
        Optional<String> lastComment = Optional.empty();
        String lines = separator == ' ' ? CsvBlanks.collapse(text) : text;
        try (CsvReader<CsvRecord> reader = CsvTable.builder(separator == ' ' ? CsvBlanks.SEPARATOR : separator, comment)
                .commentStrategy(CommentStrategy.READ)
                .ofCsvRecord(lines)) {
            for (CsvRecord record : reader) {
                if (record.isComment()) {
                    lastComment = records.isEmpty() ? Optional.of(record.getField(0)) : lastComment;
                } else if (records.size() < RECORDS) {
                    records.add(record.getFields());
                } else {
                    break;
                }
            }
        } catch (CsvParseException | IOException e) {
            // The sample may end inside quotes; what is wrong with the table is said when it is read.
        }
        if (separated && !records.isEmpty()) {
            records.removeFirst();
        }
        int columns = usual(records);
        long usual = records.stream().filter(record -> record.size() == columns).count();
        var marks = new DecimalMarks();
        records.stream().skip(records.size() > 1 ? 1 : 0).flatMap(List::stream).forEach(marks::see);
        char decimal = dialect.decimal().orElseGet(marks::decimal);
        double consistent = records.isEmpty() ? 0 : (double) usual / records.size();
        CsvSample sample = new CsvSample(separator, decimal, comment, separated, List.copyOf(records), lastComment,
                separator == ',' || dialect.decimal().isPresent() ? Optional.empty() : marks.unclear());
        return new Candidate(sample, columns, consistent + marks.share(decimal));
    }

    /** The number of fields that most records have. */
    private static int usual(List<List<String>> records) {
        Map<Integer, Integer> counts = new HashMap<>();
        records.forEach(record -> counts.merge(record.size(), 1, Integer::sum));
        int best = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            int most = counts.getOrDefault(best, 0);
            if (count.getValue() > most || (count.getValue() == most && count.getKey() > best)) {
                best = count.getKey();
            }
        }
        return best;
    }

    /** Counts the fields that are numbers only with a point, or only with a comma, as decimal mark. */
    private static final class DecimalMarks {
        private int fields;
        private int point;
        private int comma;
        private int either;
        private Optional<String> unclear = Optional.empty();

        void see(String cell) {
            if (CsvFile.missing(cell)) {
                return;
            }
            String field = CsvUnit.number(cell.strip());
            fields++;
            boolean withPoint = CsvNumber.isNumber(field, '.');
            boolean withComma = CsvNumber.isNumber(field, ',');
            boolean same = withPoint && withComma && CsvNumber.parse(field, '.') == CsvNumber.parse(field, ',');
            if (withPoint && withComma) {
                either++;
                if (!same && field.indexOf(',') >= 0 && unclear.isEmpty()) {
                    unclear = Optional.of(field.strip());
                }
            } else if (withPoint) {
                point++;
            } else if (withComma) {
                comma++;
            }
        }

        char decimal() {
            return comma > point ? ',' : '.';
        }

        Optional<String> unclear() {
            return point == 0 && comma == 0 ? unclear : Optional.empty();
        }

        /** The share of fields that are numbers with that decimal mark. */
        double share(char decimal) {
            return fields == 0 ? 0 : (double) (either + (decimal == '.' ? point : comma)) / fields;
        }
    }
}
