/** What the claims of document 001 share: their parameters, networks, trainings, laws and cases computed by hand. */
@NullMarked
package org.paisaje.claims.catalogue.document001.setup;

import org.jspecify.annotations.NullMarked;
