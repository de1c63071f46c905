/**
 * The statements of document 001: V. Suesta Arribas, "Teoria en Optimizacion de Redes Neuronales Anchas", on networks
 * that are wide.
 */
@NullMarked
package org.paisaje.claims.catalogue.document001;

import org.jspecify.annotations.NullMarked;
