package org.paisaje.claims.catalogue;

import java.util.List;
import org.paisaje.claims.Claim;

/** The claims of one document or of a part of one, found through {@link java.util.ServiceLoader}. */
public interface ClaimProvider {
    /** The claims in the order of the document. */
    List<Claim> claims();
}
