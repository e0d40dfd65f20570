"""Finds comments that share a copied text, and marks the text they share."""

from app.analysis.campaigns.finding import CampaignGroups, Group, find_campaigns

__all__ = ["CampaignGroups", "Group", "find_campaigns"]
