/**
 * Why a run disappoints and what to do: measured signals, candidate causes, and remedies that are carried out before they
 * are advised.
 */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.cause;
