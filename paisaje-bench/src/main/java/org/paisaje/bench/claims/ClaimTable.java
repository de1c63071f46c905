package org.paisaje.bench.claims;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.catalogue.Catalogue;

/** A table in Markdown with lines for each claim that can be run, in the order of the catalogue. */
abstract class ClaimTable {
    private final Path file;
    private final String head;
    private final Catalogue catalogue;

    /** The table in that file, which need not be there yet. */
    ClaimTable(Path file, String head, Catalogue catalogue) {
        this.file = file;
        this.head = head;
        this.catalogue = catalogue;
    }

    /** What stands where a claim was not measured. */
    abstract String unmeasured(Claim claim);

    /**
     * Puts the lines of one claim into the file and leaves the others as they are. The file is read anew each time, so that
     * what another program measures beside this one is kept.
     */
    final void put(Claim claim, String lines) throws IOException {
        Map<String, String> all = read();
        all.put(claim.id(), lines);
        var text = new StringBuilder(head);
        catalogue.all()
                .stream()
                .filter(other -> other.expected() != Expectation.NOT_APPLICABLE)
                .forEach(other -> text.append(all.containsKey(other.id()) ? all.get(other.id()) : unmeasured(other)));
        Files.writeString(file, text.toString());
    }

    private Map<String, String> read() throws IOException {
        var lines = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("| [")) {
                    lines.merge(line.substring(3, line.indexOf(']')), line + "\n", String::concat);
                }
            }
        }
        return lines;
    }

    /** The claim as the link to its page. */
    static String link(Claim claim) {
        return "[" + claim.id() + "](" + claim.id() + ".md)";
    }
}
