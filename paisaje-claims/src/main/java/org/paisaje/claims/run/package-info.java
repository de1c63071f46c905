/** Running claims: replicates on all cores, kept as they finish, with the provenance of the result. */
@NullMarked
package org.paisaje.claims.run;

import org.jspecify.annotations.NullMarked;
