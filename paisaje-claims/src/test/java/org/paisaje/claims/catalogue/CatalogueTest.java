package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Size;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.RunListener;
import org.paisaje.claims.run.Runner;
import org.paisaje.claims.run.RunnerOptions;

final class CatalogueTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    /** Every claim comes out as expected at the smallest size, and so does its control. */
    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> everyClaimComesOutAsExpected() {
        return CATALOGUE.all().stream().map(claim -> DynamicTest.dynamicTest(claim.id(), () -> {
            ClaimResult result = new Runner(RunnerOptions.of(Size.SMOKE, 1))
                    .run(List.of(claim), RunListener.SILENT)
                    .getFirst();
            assertThat(result.judgement().verdict().kind())
                    .as(result.judgement().verdict().reason())
                    .isEqualTo(claim.expected());
            assertThat(result.controlWorks()).as("control: %s", result.control()).isTrue();
            assertThat(result.judgement().comparisons())
                    .as("a tolerance comes from rounding, from a rate or from a level; a size that is finite gives none")
                    .allSatisfy(line -> assertThat(line.origin())
                            .isNotBlank()
                            .doesNotContainPattern("[0-9] for (the )?(finite|small|other)"));
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyClaimSaysWhatItIs() {
        return CATALOGUE.all().stream().map(claim -> DynamicTest.dynamicTest(claim.id(), () -> {
            assertThat(claim.id()).startsWith(claim.source().document() + ".");
            assertThat(claim.statement().title()).isNotBlank().hasSizeLessThanOrEqualTo(80);
            assertThat(claim.statement().words()).isNotBlank();
            assertThat(claim.statement().measured()).isNotBlank();
            if (claim.expected() == Expectation.REFUTED || claim.id().endsWith(".printed")) {
                assertThat(claim.statement().quotations()).as("the sentence that is refuted").isNotEmpty();
            }
            if (claim.expected() != Expectation.NOT_APPLICABLE) {
                assertThat(claim.control(Size.STANDARD).note()).as("what the control breaks").isNotBlank();
                assertThat(claim.control(Size.STANDARD).values()).isNotEqualTo(claim.standard(Size.STANDARD).values());
            }
        }));
    }

    /** Who shares replicates names the claim that they are called after, and has its setting or that of its control. */
    @Test
    void measurementsAreThoseOfClaims() {
        List<Claim> sharing = CATALOGUE.all()
                .stream()
                .filter(claim -> !claim.measurement().equals(claim.id()))
                .toList();
        assertThat(sharing).extracting(Claim::id).contains("001.3.3.theorem.exponents");
        for (Claim claim : sharing) {
            Claim first = CATALOGUE.named(claim.measurement()).getFirst();
            assertThat(first.measurement()).isEqualTo(first.id()).isEqualTo(claim.measurement());
            assertThat(claim.standard(Size.STANDARD).values())
                    .isIn(first.standard(Size.STANDARD).values(), first.control(Size.STANDARD).values());
        }
    }

    @Test
    void namesFindClaimsAndFamilies() {
        assertThat(CATALOGUE.named("003.lemma1")).extracting(Claim::id).containsExactly("003.lemma1");
        assertThat(CATALOGUE.named("003.table1"))
                .extracting(Claim::id)
                .containsExactly("003.table1.printed", "003.table1.corrected");
        assertThatThrownBy(() -> CATALOGUE.named("003.tabel1")).hasMessageContaining("did you mean 003.table1");
        assertThatThrownBy(() -> CATALOGUE.document("007")).hasMessageContaining("007").hasMessageContaining("003");
    }
}
