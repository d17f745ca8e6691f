using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TrafficControl.Storage.Databases;

/// <summary>The tables as Entity Framework sees them. <see cref="SchemaSteps"/> makes them.</summary>
internal sealed class TrafficDatabase : DbContext
{
    public TrafficDatabase(DbContextOptions<TrafficDatabase> options)
        : base(options)
    {
    }

    public DbSet<PlanRow> Plans => Set<PlanRow>();

    public DbSet<PlanVersionRow> PlanVersions => Set<PlanVersionRow>();

    public DbSet<ActivationRow> Activations => Set<ActivationRow>();

    public DbSet<RequestRow> Requests => Set<RequestRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<AuditHeadRow> AuditHead => Set<AuditHeadRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PlanRow>().ToTable("plans").HasKey(row => new { row.IntersectionId, row.PlanId });
        modelBuilder.Entity<PlanVersionRow>().ToTable("plan_versions")
            .HasKey(row => new { row.IntersectionId, row.PlanId, row.Version });

        // A new plan is written before its first version.
        modelBuilder.Entity<PlanVersionRow>().HasOne<PlanRow>().WithMany()
            .HasForeignKey(row => new { row.IntersectionId, row.PlanId }).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<ActivationRow>().ToTable("activations").HasKey(row => row.IntersectionId);
        modelBuilder.Entity<RequestRow>().ToTable("requests").HasKey(row => row.RequestId);
        modelBuilder.Entity<AuditRow>().ToTable("audit").HasKey(row => row.Sequence);
        modelBuilder.Entity<AuditRow>().Property(row => row.Sequence).ValueGeneratedNever();
        modelBuilder.Entity<AuditHeadRow>().ToTable("audit_head").HasKey(row => row.Id);
        modelBuilder.Entity<AuditHeadRow>().Property(row => row.Id).ValueGeneratedNever();
        foreach (IMutableProperty property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}
